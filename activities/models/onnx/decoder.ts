import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { EvalError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { floatOfHalf } from './half-float.ts';
import { numberIn } from './parse-json-file.ts';

/** Keys and values of all tokens so far, by the decoder's input name; fed back without copying. */
export type KeyValueCache = Readonly<Record<string, Tensor>>;

export interface DecoderFeed {
  /** Token ids, or their embeddings for a vision-language model. */
  readonly tokens: Tensor;
  readonly rows: number;
  /** Tokens per row in this call. */
  readonly length: number;
  /** rows x (cached + length). */
  readonly attentionMask: BigInt64Array;
  /** rows x length. */
  readonly positions: BigInt64Array;
  readonly cache: KeyValueCache | undefined;
  /** How many last positions the caller will read; exports that know this input skip the others. */
  readonly logitsToKeep: number;
}

export interface DecoderOutput {
  readonly logits: Tensor;
  readonly cache: KeyValueCache;
}

export interface Decoder {
  readonly takesEmbeddings: boolean;
  run(feed: DecoderFeed): Promise<DecoderOutput>;
}

const PAST = /^past_key_values\.(\d+\.(?:key|value))$/;
/** Two exporters' names for the same input. */
const KEEP_INPUTS = ['num_logits_to_keep', 'logits_to_keep'];

export function createDecoder(session: InferenceSession, text: JsonObject, file: string): Decoder {
  const inputs = new Set(session.inputNames);
  const pasts = session.inputMetadata.flatMap((input) => (PAST.test(input.name) ? [input] : []));
  const tokensName = inputs.has('inputs_embeds') ? 'inputs_embeds' : 'input_ids';
  if (!inputs.has(tokensName) || pasts.length === 0 || !session.outputNames.includes('logits')) {
    throw new EvalError(
      'model-invalid',
      `Cannot use ${file}: expected a decoder with inputs inputs_embeds or input_ids and past_key_values.N.key/value and an output logits, got inputs ${session.inputNames.slice(0, 6).join(', ')}… Export it with its key-value cache ("text-generation-with-past").`,
    );
  }
  const keepName = KEEP_INPUTS.find((name) => inputs.has(name));

  return {
    takesEmbeddings: tokensName === 'inputs_embeds',
    run: async (feed) => {
      const { rows, length } = feed;
      const width = feed.attentionMask.length / rows;
      const feeds: Record<string, Tensor> = {
        [tokensName]: feed.tokens,
        ...(feed.cache ?? emptyCache(pasts, rows, text)),
      };
      if (inputs.has('attention_mask')) {
        feeds['attention_mask'] = new Tensor('int64', feed.attentionMask, [rows, width]);
      }
      if (inputs.has('position_ids')) {
        feeds['position_ids'] = new Tensor('int64', feed.positions, [rows, length]);
      }
      if (inputs.has('use_cache_branch')) {
        feeds['use_cache_branch'] = new Tensor('bool', [feed.cache !== undefined], [1]);
      }
      if (keepName !== undefined) {
        feeds[keepName] = new Tensor('int64', [BigInt(feed.logitsToKeep)], []);
      }
      const outputs = await session.run(feeds);
      const cache: Record<string, Tensor> = {};
      for (const { name } of pasts)
        cache[name] = outputs[name.replace('past_key_values', 'present')]!;
      return { logits: outputs['logits']!, cache };
    },
  };
}

/** Logits of one row, `fromEnd` positions before the last; a view where the model computes in float32. */
export function logitsAt(logits: Tensor, row: number, fromEnd: number): Float32Array {
  const [, length, vocabulary] = logits.dims as readonly [number, number, number];
  const start = (row * length + length - 1 - fromEnd) * vocabulary;
  if (logits.type === 'float32') {
    return (logits.data as Float32Array).subarray(start, start + vocabulary);
  }
  const halves = (logits.data as Uint16Array).subarray(start, start + vocabulary);
  return Float32Array.from(halves, floatOfHalf);
}

/** The cache of some rows, in the order given and as often as given. */
export function selectRows(cache: KeyValueCache, rows: readonly number[]): KeyValueCache {
  const selected: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(cache)) {
    const source = tensor.data as Float32Array | Uint16Array;
    const [before, ...rest] = tensor.dims as [number, ...number[]];
    const stride = source.length / before;
    const target =
      source instanceof Float32Array
        ? new Float32Array(stride * rows.length)
        : new Uint16Array(stride * rows.length);
    rows.forEach((row, to) =>
      target.set(source.subarray(row * stride, (row + 1) * stride), to * stride),
    );
    selected[name] = new Tensor(tensor.type as 'float32', target as Float32Array, [
      rows.length,
      ...rest,
    ]);
  }
  return selected;
}

function emptyCache(
  pasts: readonly InferenceSession.ValueMetadata[],
  rows: number,
  text: JsonObject,
): KeyValueCache {
  const attentionHeads = numberIn(text, 'num_attention_heads') ?? 1;
  const heads = numberIn(text, 'num_key_value_heads') ?? attentionHeads;
  const width = numberIn(text, 'head_dim') ?? (numberIn(text, 'hidden_size') ?? 0) / attentionHeads;
  const cache: Record<string, Tensor> = {};
  for (const past of pasts) {
    if (!past.isTensor) continue;
    // [row, head, token, width]; a graph may leave the fixed two unnamed, then config.json has them.
    const [, second, , fourth] = past.shape;
    const dims = [rows, fixed(second) ?? heads, 0, fixed(fourth) ?? width];
    cache[past.name] =
      past.type === 'float16'
        ? new Tensor('float16', new Uint16Array(0), dims)
        : new Tensor('float32', new Float32Array(0), dims);
  }
  return cache;
}

function fixed(dimension: number | string | undefined): number | undefined {
  return typeof dimension === 'number' && dimension > 0 ? dimension : undefined;
}
