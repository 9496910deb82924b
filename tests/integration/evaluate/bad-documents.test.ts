import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';

describe('a bad document', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack.stop());

  /** A multiple-choice task whose rows are given. */
  function writeTask(name: string, rows: readonly object[]): string {
    const folder = join(stack.folder, name);
    mkdirSync(folder, { recursive: true });
    const lines = rows.map((row) => JSON.stringify(row));
    writeFileSync(join(folder, 'documents.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(
      join(folder, `${name}.yaml`),
      `task: ${name}
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
output_type: multiple_choice
doc_to_text: question
doc_to_choice: choices
doc_to_target: answer
metric_list:
  - { metric: acc, aggregation: mean, higher_is_better: true }
`,
    );
    return folder;
  }

  const row = (index: number) => ({
    question: `Question ${index}?`,
    choices: ['red', 'blue'],
    answer: index % 2 === 0 ? 'red' : 'blue',
  });

  async function run(name: string, rows: readonly object[]) {
    const includePaths = [writeTask(name, rows)];
    const model = { id: 'mock', args: { mode: 'hash' } };
    const spec = testSpec(stack.storeUrl, { model, tasks: [name], includePaths });
    await stack.evaluations.start(spec);
    return { spec, result: await stack.evaluations.result(spec.runId) };
  }

  test('is recorded as failed with its cause and leaves the others alone', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => row(index));
    const broken = rows.map((one, index) => (index === 17 ? { ...one, answer: 'green' } : one));
    const { spec, result } = await run('one_bad', broken);
    expect(result.status).toBe('completed');
    expect(result.results['counts']).toEqual({
      one_bad: { ok: 39, unparsed: 0, refused: 0, failed: 1, skipped: 0 },
    });
    const scores = (result.results['results'] as JsonObject)['one_bad'] as JsonObject;
    expect(scores['acc_n,none']).toBe(39);
    const ledger = await readLedger(stack.store, spec.runId, 'one_bad');
    expect(ledger[17]).toMatchObject({ doc: 17, status: 'failed' });
    expect(ledger[17]!.error!.message).toContain('green');
  });

  test('whose image is not there fails alone, and the sentence names the file', async () => {
    const folder = join(stack.folder, 'no_image');
    mkdirSync(folder, { recursive: true });
    const checkpoint = fileURLToPath(
      new URL('../../fixtures/tiny-vlm/checkpoints/step-004000', import.meta.url),
    );
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
    writeFileSync(join(folder, 'pixel.png'), Buffer.from(pixel, 'base64'));
    const lines = Array.from({ length: 30 }, (_, index) =>
      JSON.stringify({ image: index === 4 ? 'gone.png' : 'pixel.png', answer: 'red' }),
    );
    writeFileSync(join(folder, 'documents.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(
      join(folder, 'no_image.yaml'),
      `task: no_image
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
doc_to_text: "What color is it?"
doc_to_target: answer
doc_to_visual: image
generation_kwargs: { max_new_tokens: 4 }
`,
    );
    const model = { id: 'onnx', args: { pretrained: checkpoint } };
    const spec = testSpec(stack.storeUrl, { model, tasks: ['no_image'], includePaths: [folder] });
    await stack.evaluations.start(spec);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    const ledger = await readLedger(stack.store, spec.runId, 'no_image');
    expect(ledger.filter((one) => one.status === 'ok')).toHaveLength(29);
    expect(ledger[4]).toMatchObject({ status: 'failed', error: { code: 'media-unreadable' } });
    expect(ledger[4]!.error!.message).toContain('gone.png');
  });

  test('ends the task with the cause when all are like it', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ ...row(index), choices: undefined }));
    const { result } = await run('all_bad', rows);
    expect(result.status).toBe('failed');
    expect(result.failures[0]!.count).toBeGreaterThan(1);
    expect(result.failures[0]!.message).toContain('choices');
  });
});
