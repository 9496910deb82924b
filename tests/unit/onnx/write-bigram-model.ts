import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FLOAT, initializer, input, INT64, node, onnxModel, output } from './onnx-graph.ts';

const WORDS = ['<pad>', '<end>', 'one', 'two', 'three', 'four'];

export interface BigramOptions {
  /** Rows: log-probability-like scores of what follows each word. */
  readonly scores: readonly (readonly number[])[];
  readonly chatTemplate?: string;
}

/**
 * A text model whose next word depends on the last one alone, by a table: its right answers can be
 * worked out by hand. Its cache has the shape of a real one and no influence.
 */
export function writeBigramModel({ scores, chatTemplate }: BigramOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bigram-'));
  mkdirSync(join(folder, 'onnx'));
  writeFileSync(join(folder, 'onnx', 'model.onnx'), graphOf(scores));
  const json = (name: string, value: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  json('config.json', { max_position_embeddings: 64, num_attention_heads: 1, hidden_size: 1 });
  json('generation_config.json', { eos_token_id: 1, pad_token_id: 0, max_new_tokens: 5 });
  json('tokenizer_config.json', {
    eos_token: '<end>',
    ...(chatTemplate === undefined ? {} : { chat_template: chatTemplate }),
  });
  json('tokenizer.json', {
    version: '1.0',
    added_tokens: WORDS.slice(0, 2).map((content, id) => ({ id, content, special: true })),
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
      unk_token: '<pad>',
    },
  });
  return folder;
}

function graphOf(scores: readonly (readonly number[])[]): Uint8Array {
  const size = WORDS.length;
  const rows = ['batch', 'length'];
  const past = ['batch', 1, 'past', 1];
  const present = ['batch', 1, 'total', 1];
  return onnxModel([
    node('Gather', ['table', 'input_ids'], ['logits']),
    node('Gather', ['marks', 'input_ids'], ['mark']),
    node('Unsqueeze', ['mark', 'axis'], ['new']),
    node('Concat', ['past_key_values.0.key', 'new'], ['present.0.key'], { axis: 2 }),
    node('Concat', ['past_key_values.0.value', 'new'], ['present.0.value'], { axis: 2 }),
    [2, 'bigram'],
    initializer('table', [size, size], Float32Array.from(scores.flat())),
    initializer('marks', [size, 1], new Float32Array(size)),
    initializer('axis', [1], BigInt64Array.of(1n)),
    input('input_ids', INT64, rows),
    input('past_key_values.0.key', FLOAT, past),
    input('past_key_values.0.value', FLOAT, past),
    output('logits', FLOAT, [...rows, size]),
    output('present.0.key', FLOAT, present),
    output('present.0.value', FLOAT, present),
  ]);
}
