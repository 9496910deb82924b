import type { GenerateResult, GenerationParameters } from '../../../core/generation.ts';
import type { PlainMessage } from '../onnx/thread-protocol.ts';

export interface TransformersLoad {
  /** Module of the installed package. */
  readonly entry: string;
  /** Folder, or Hub id. */
  readonly model: string;
  readonly isLocal: boolean;
  readonly revision: string;
  readonly dtype: string;
  readonly device: string;
  readonly cacheFolder: string;
  readonly hubToken: string | undefined;
}

export interface TransformersGenerate {
  /** Unique within the thread; what `cancel` names. */
  readonly rowId: number;
  readonly requestId: string;
  readonly messages: readonly PlainMessage[];
  /** Encoded files by digest. */
  readonly images: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  readonly parameters: GenerationParameters;
  readonly seed: number;
}

export type TransformersCalls = {
  load: { payload: TransformersLoad; result: { readonly takesImages: boolean } };
  generate: { payload: TransformersGenerate; result: Omit<GenerateResult, 'attempts'> };
  /** The answer ends at its next token; its call rejects with `cancelled`. */
  cancel: { payload: { readonly rowId: number }; result: undefined };
  cancelAll: { payload: undefined; result: undefined };
};
