import type { ImageProcessorSettings } from './resize-before.ts';

/** What we use of @huggingface/transformers, which is not there when this is compiled. */
export interface TransformersModule {
  readonly env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    cacheDir: string;
  };
  readonly AutoConfig: Loader<{ readonly vision_config?: object }>;
  readonly AutoTokenizer: Loader<LoadedTokenizer>;
  readonly AutoProcessor: Loader<LoadedProcessor>;
  readonly AutoModelForCausalLM: Loader<LoadedModel>;
  readonly AutoModelForImageTextToText?: Loader<LoadedModel>;
  readonly AutoModelForVision2Seq: Loader<LoadedModel>;
  readonly RawImage: new (
    data: Uint8ClampedArray,
    width: number,
    height: number,
    channels: number,
  ) => unknown;
  readonly StoppingCriteria: abstract new () => object;
  readonly random?: { seed(value: number): void };
}

interface Loader<Loaded> {
  from_pretrained(model: string, options: Readonly<Record<string, unknown>>): Promise<Loaded>;
}

type ChatContent = string | readonly Readonly<Record<string, string>>[];
export type TemplateMessage = { readonly role: string; readonly content: ChatContent };

export interface LoadedTokenizer {
  (text: string, options: { readonly add_special_tokens: boolean }): ModelInputs;
  readonly chat_template?: unknown;
  apply_chat_template(
    messages: readonly TemplateMessage[],
    options: { readonly add_generation_prompt: boolean; readonly tokenize: boolean },
  ): string;
  decode(tokens: readonly number[], options: { readonly skip_special_tokens: boolean }): string;
}

export interface LoadedProcessor {
  (first: unknown, second: unknown): Promise<ModelInputs>;
  readonly tokenizer: LoadedTokenizer;
  readonly image_token?: string;
  readonly image_processor?: ImageProcessorSettings;
  readonly chat_template?: unknown;
  apply_chat_template(
    messages: readonly TemplateMessage[],
    options: { readonly add_generation_prompt: boolean },
  ): string;
  readonly _call: (...values: never[]) => unknown;
}

export type ModelInputs = Readonly<Record<string, unknown>> & {
  readonly input_ids: { readonly dims: readonly number[]; tolist(): bigint[][] };
};

export interface LoadedModel {
  readonly generation_config?: { readonly eos_token_id?: number | readonly number[] };
  readonly config: { readonly eos_token_id?: number | readonly number[] };
  generate(options: Readonly<Record<string, unknown>>): Promise<{ tolist(): bigint[][] }>;
}

/** A loaded model and what belongs to it. */
export interface LoadedParts {
  readonly library: TransformersModule;
  readonly location: string;
  /** Absent for a text model. */
  readonly processor: LoadedProcessor | undefined;
  readonly tokenizer: LoadedTokenizer;
  readonly model: LoadedModel;
}
