import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PreparedPrompt } from '../../activities/models/onnx/thread-protocol.ts';

/** Generates greedily with nothing but sessions: no queue, no threads, no cancelling, no text. */
export interface BareOnnx {
  /** Tokens of each answer; all prompts must be of one length. */
  answer(prompts: readonly PreparedPrompt[], maxTokens: number): Promise<number[]>;
}

/** What the loop must know of the checkpoint. */
export interface BareOnnxOptions {
  readonly folder: string;
  readonly imageToken: number;
  /** Any of these ends an answer: end-of-text tokens, and the one of the stop string. */
  readonly ends: ReadonlySet<number>;
}

export async function openBareOnnx(options: BareOnnxOptions): Promise<BareOnnx> {
  const open = (name: string) =>
    InferenceSession.create(join(options.folder, 'onnx', `${name}.onnx`), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  const vision = await open('vision_encoder');
  const embed = await open('embed_tokens');
  const decoder = await open('decoder_model_merged');

  async function embeddings(ids: readonly (readonly number[])[]): Promise<Tensor> {
    const flat = BigInt64Array.from(ids.flat(), BigInt);
    const tensor = new Tensor('int64', flat, [ids.length, ids[0]!.length]);
    return (await embed.run({ [embed.inputNames[0]!]: tensor }))[embed.outputNames[0]!]!;
  }

  async function features(prompts: readonly PreparedPrompt[]): Promise<Tensor> {
    const pixels = prompts.map((prompt) => prompt.images[0]!.pixels);
    const { width, height } = pixels[0]!;
    const stride = 3 * width * height;
    const values = new Float32Array(stride * prompts.length);
    pixels.forEach((one, row) => values.set(one.values, row * stride));
    const tensor = new Tensor('float32', values, [prompts.length, 3, height, width]);
    return (await vision.run({ [vision.inputNames[0]!]: tensor }))[vision.outputNames[0]!]!;
  }

  return {
    async answer(prompts, maxTokens) {
      const rows = prompts.length;
      const seen = await features(prompts);
      const perImage = seen.dims.slice(0, -1).reduce((all, size) => all * size, 1) / rows;
      const ids = prompts.map(({ tokens }) => expand(tokens, options.imageToken, perImage));
      const width = ids[0]!.length;
      const first = await embeddings(ids);
      const target = first.data as Float32Array;
      const source = seen.data as Float32Array;
      const size = target.length / (rows * width);
      ids.forEach((own, row) => {
        const from = source.subarray(row * perImage * size, (row + 1) * perImage * size);
        target.set(from, (row * width + own.indexOf(options.imageToken)) * size);
      });
      const counts = Array.from<number>({ length: rows }).fill(0);
      const isDone = Array.from<boolean>({ length: rows }).fill(false);
      let tokens = first;
      let cache = emptyCache(decoder, rows);
      for (let step = 0; step < maxTokens; step += 1) {
        const length = step === 0 ? width : 1;
        const all = width + step;
        const positions = BigInt64Array.from({ length: rows * length }, (_, index) =>
          BigInt(all - length + (index % length)),
        );
        const feeds: Record<string, Tensor> = {
          inputs_embeds: tokens,
          attention_mask: new Tensor('int64', new BigInt64Array(rows * all).fill(1n), [rows, all]),
          position_ids: new Tensor('int64', positions, [rows, length]),
          ...cache,
        };
        for (const name of Object.keys(feeds)) {
          if (!decoder.inputNames.includes(name)) delete feeds[name];
        }
        if (decoder.inputNames.includes('num_logits_to_keep')) {
          feeds['num_logits_to_keep'] = new Tensor('int64', [1n], []);
        }
        const outputs = await decoder.run(feeds);
        const next = lastTokens(outputs['logits']!);
        next.forEach((token, row) => {
          if (isDone[row]) return;
          counts[row]! += 1;
          isDone[row] = options.ends.has(token);
        });
        if (isDone.every(Boolean)) break;
        cache = Object.fromEntries(
          Object.keys(cache).map((name) => [
            name,
            outputs[name.replace('past_key_values', 'present')]!,
          ]),
        );
        tokens = await embeddings(next.map((token) => [token]));
      }
      return counts;
    },
  };
}

function expand(tokens: readonly number[], imageToken: number, count: number): number[] {
  return tokens.flatMap((token) =>
    token === imageToken ? Array.from<number>({ length: count }).fill(token) : [token],
  );
}

function emptyCache(decoder: InferenceSession, rows: number): Record<string, Tensor> {
  const cache: Record<string, Tensor> = {};
  for (const input of decoder.inputMetadata) {
    if (!input.isTensor || !input.name.startsWith('past_key_values')) continue;
    const [, heads, , width] = input.shape;
    const dims = [rows, Number(heads), 0, Number(width)];
    cache[input.name] = new Tensor('float32', new Float32Array(0), dims);
  }
  return cache;
}

/** The most likely next token of each row. */
function lastTokens(logits: Tensor): number[] {
  const [rows, length, vocabulary] = logits.dims as readonly [number, number, number];
  const data = logits.data as Float32Array;
  return Array.from({ length: rows }, (_, row) => {
    const start = (row * length + length - 1) * vocabulary;
    let best = 0;
    for (let token = 1; token < vocabulary; token += 1) {
      if (data[start + token]! > data[start + best]!) best = token;
    }
    return best;
  });
}
