import type { InferenceSession } from 'onnxruntime-node';

import type { Decoder } from './decoder.ts';
import type { ImageEncoder } from './image-encoder.ts';
import type { PromptRenderer } from './prompt-renderer.ts';

/** A loaded model, on its thread. */
export interface OnnxModel {
  readonly location: string;
  readonly prompts: PromptRenderer;
  readonly decoder: Decoder;
  readonly vision: VisionParts | undefined;
  readonly tokens: SpecialTokens;
  /** Prompt and answer together, in tokens. */
  readonly contextLength: number;
  readonly defaults: GenerationDefaults;
  /** Prompts of different lengths share a batch; see `lengthGroup`. */
  readonly padsBatches: boolean;
}

export interface VisionParts {
  readonly embedTokens: InferenceSession;
  readonly images: ImageEncoder;
  readonly imageTokenId: number;
}

export interface SpecialTokens {
  /** Fills a row up to the batch's length; never seen by attention. */
  readonly pad: number;
  readonly begin: number | undefined;
  /** Any of them ends an answer. */
  readonly ends: ReadonlySet<number>;
}

/** From generation_config.json: what a request leaves open. */
export interface GenerationDefaults {
  readonly maxNewTokens: number;
  readonly repetitionPenalty: number | undefined;
  readonly topP: number | undefined;
  readonly topK: number | undefined;
}
