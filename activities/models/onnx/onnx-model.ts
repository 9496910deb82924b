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
  /** Prompt and answer together, in tokens. */
  readonly contextLength: number;
  readonly defaults: GenerationDefaults;
  /** Prompts of different lengths share a batch; see `lengthGroup`. */
  readonly padsBatches: boolean;
}

export interface VisionParts {
  readonly embedTokens: InferenceSession;
  readonly encodeImages: ImageEncoder;
  readonly imageTokenId: number;
}

/** From generation_config.json: what a request leaves open. */
export interface GenerationDefaults {
  readonly maxNewTokens: number;
  readonly repetitionPenalty: number | undefined;
  readonly topP: number | undefined;
  readonly topK: number | undefined;
}
