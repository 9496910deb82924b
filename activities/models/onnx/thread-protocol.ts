import type {
  GenerateResult,
  GenerationParameters,
  LogLikelihoodResult,
} from '../../../core/generation.ts';
import type { Provider } from './execution-providers.ts';
import type { EncodableImage } from './image-encoder.ts';
import type { ModelLayout } from './model-layout.ts';

/** A conversation as the thread sees it: media by digest, their bytes travel beside it. */
export interface PlainMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: readonly PlainPart[];
}

export type PlainPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly sha256: string };

export interface ModelFile {
  /** On this host's disk: opened by the runtime itself, so weights are never held twice. */
  readonly path?: string;
  readonly bytes?: Uint8Array;
}

export interface LoadPayload {
  readonly location: string;
  readonly layout: ModelLayout;
  /** By the names in the layout. */
  readonly files: Readonly<Record<string, ModelFile>>;
  readonly batchSize: number;
  readonly intraOpThreads: number;
  readonly maxLength: number | undefined;
  readonly padsBatches: boolean;
  readonly providers: readonly Provider[];
}

export interface PreparePayload {
  readonly messages: readonly PlainMessage[];
  /** Encoded files by digest. */
  readonly images: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Only where it is to be scored. */
  readonly continuation?: string;
}

/** A conversation as the model takes it. */
export interface PreparedPrompt {
  /** With one image token per image. */
  readonly tokens: readonly number[];
  readonly images: readonly EncodableImage[];
  readonly continuation: readonly number[];
}

/** The thread that decodes, resizes and tokenises while the other one computes. */
export type PrepareCalls = {
  load: { payload: LoadPayload; result: undefined };
  prepare: { payload: PreparePayload; result: PreparedPrompt };
};

export interface PromptPayload extends PreparedPrompt {
  /** Unique within the thread; what `cancel` names. */
  readonly rowId: number;
  /** The request's id, for error messages. */
  readonly requestId: string;
}

export interface GeneratePayload extends PromptPayload {
  readonly parameters: GenerationParameters;
}

/** The thread that holds the sessions. */
export type ModelCalls = {
  load: { payload: LoadPayload; result: undefined };
  generate: { payload: GeneratePayload; result: Omit<GenerateResult, 'attempts'> };
  score: { payload: PromptPayload; result: LogLikelihoodResult };
  /** The row leaves its batch at the next step; its call rejects with `cancelled`. */
  cancel: { payload: { readonly rowId: number }; result: undefined };
  /** The same for all rows. */
  cancelAll: { payload: undefined; result: undefined };
};
