import { Tensor } from 'onnxruntime-node';

import { selectRows, type KeyValueCache } from './decoder.ts';
import type { ImageFeatures } from './image-encoder.ts';
import type { OnnxModel } from './onnx-model.ts';

/** A batch part-way through its texts: all rows are `width` tokens wide, filled up from the left. */
export interface DecodeState {
  readonly cache: KeyValueCache;
  /** Tokens of filling before each row's own. */
  readonly pads: readonly number[];
  readonly width: number;
  /** Of the tokens of the last call. */
  readonly logits: Tensor;
}

export interface Prompt {
  /** Image tokens already repeated, one per feature. */
  readonly tokens: readonly number[];
  /** In the order of the image tokens. */
  readonly features: readonly ImageFeatures[];
}

/** Runs all prompts through the model in one call. */
export async function prefill(model: OnnxModel, prompts: readonly Prompt[]): Promise<DecodeState> {
  const width = Math.max(...prompts.map(({ tokens }) => tokens.length));
  const pads = prompts.map(({ tokens }) => width - tokens.length);
  const ids = new BigInt64Array(prompts.length * width).fill(BigInt(model.prompts.tokens.pad));
  const positions = new BigInt64Array(ids.length);
  prompts.forEach(({ tokens }, row) => {
    let to = row * width + pads[row]!;
    tokens.forEach((token, position) => {
      ids[to] = BigInt(token);
      positions[to++] = BigInt(position);
    });
  });
  const tokens = await tokenTensor(model, ids, prompts.length);
  placeFeatures(model, tokens, ids, prompts);
  const attentionMask = maskOf(pads, width);
  const { logits, cache } = await model.decoder.run({
    tokens,
    rows: prompts.length,
    length: width,
    attentionMask,
    positions,
    cache: undefined,
    logitsToKeep: 1,
  });
  return { cache, pads, width, logits };
}

/**
 * Adds tokens to every row. Rows may get different numbers of them: shorter ones are filled up from
 * the right, which no later token may follow. Unused rows get [].
 */
export async function extend(
  model: OnnxModel,
  state: DecodeState,
  added: readonly (readonly number[])[],
): Promise<DecodeState> {
  const length = Math.max(...added.map((tokens) => tokens.length));
  const width = state.width + length;
  const ids = new BigInt64Array(added.length * length).fill(BigInt(model.prompts.tokens.pad));
  const positions = new BigInt64Array(ids.length);
  const attentionMask = maskOf(state.pads, width);
  added.forEach((tokens, row) => {
    const start = row * length;
    tokens.forEach((token, index) => {
      ids[start + index] = BigInt(token);
      positions[start + index] = BigInt(state.width - state.pads[row]! + index);
    });
    attentionMask.fill(0n, row * width + state.width + tokens.length, (row + 1) * width);
  });
  const { logits, cache } = await model.decoder.run({
    tokens: await tokenTensor(model, ids, added.length),
    rows: added.length,
    length,
    attentionMask,
    positions,
    cache: state.cache,
    logitsToKeep: length,
  });
  return { cache, pads: state.pads, width, logits };
}

/** The state of some rows, as often and in the order given; its logits still are of the old rows. */
export function keepRows(state: DecodeState, rows: readonly number[]): DecodeState {
  return {
    ...state,
    cache: selectRows(state.cache, rows),
    pads: rows.map((row) => state.pads[row]!),
  };
}

function maskOf(pads: readonly number[], width: number): BigInt64Array {
  const mask = new BigInt64Array(pads.length * width).fill(1n);
  pads.forEach((pad, row) => mask.fill(0n, row * width, row * width + pad));
  return mask;
}

async function tokenTensor(model: OnnxModel, ids: BigInt64Array, rows: number): Promise<Tensor> {
  const tensor = new Tensor('int64', ids, [rows, ids.length / rows]);
  if (model.vision === undefined) return tensor;
  const { embedTokens } = model.vision;
  const outputs = await embedTokens.run({ [embedTokens.inputNames[0]!]: tensor });
  return outputs[embedTokens.outputNames[0]!]!;
}

/** Writes each image's features over the embeddings of its tokens. */
function placeFeatures(
  model: OnnxModel,
  embeddings: Tensor,
  ids: BigInt64Array,
  prompts: readonly Prompt[],
): void {
  if (model.vision === undefined) return;
  const imageToken = BigInt(model.vision.imageTokenId);
  const target = embeddings.data as Float32Array | Uint16Array;
  const stride = target.length / ids.length;
  const width = ids.length / prompts.length;
  prompts.forEach(({ features }, row) => {
    let from = row * width;
    for (const { tokens, values } of features) {
      // An image's tokens are side by side: they were made by repeating one.
      from = ids.indexOf(imageToken, from);
      target.set(values, from * stride);
      from += tokens;
    }
  });
}
