import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InferenceRow } from '../../../core/rows.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';
import { flipEveryAnswer, rotateIndexes, swapRowKeys } from '../../support/fault-cache.ts';
import {
  expectEachOnce,
  faultSpec,
  printFigures,
  printLogsOnFailure,
  runToEnd,
} from '../../support/fault-runs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { writeTextTask } from '../../support/text-task.ts';

const DOCUMENTS = 200;
const IMAGES = 12;
const CHECKPOINTS = fileURLToPath(new URL('../../fixtures/tiny-vlm/checkpoints', import.meta.url));

describe('the response cache never serves an answer to another question (F24)', () => {
  let stack: TestStack;
  let include: string;
  let caches = 0;
  printLogsOnFailure(() => stack);

  beforeAll(async () => {
    stack = await startTestStack();
    include = writeTextTask(stack.folder, { name: 'letters', documents: DOCUMENTS });
  });
  afterAll(() => stack?.stop());

  const newCache = () => {
    const folder = join(stack.folder, `cache-${(caches += 1)}`);
    return { folder, url: pathToFileURL(folder).href };
  };

  const run = async (
    changes: Partial<EvaluationSpec> & { readonly cache?: string },
    documents = DOCUMENTS,
  ) => {
    const spec = faultSpec(stack, {
      model: { id: 'mock', args: { mode: 'hash' } },
      tasks: ['letters'],
      includePaths: [include],
      ...changes,
    });
    const { result } = await runToEnd(stack, spec);
    expect(result.status).toBe('completed');
    const rows = await expectEachOnce(stack, spec.runId, spec.tasks[0]!, documents);
    return { rows, modelKey: result.results['model_key'] };
  };
  const outputs = (rows: readonly InferenceRow[]) => rows.map((row) => row.output);
  const fresh = (rows: readonly InferenceRow[]) =>
    rows.filter((row) => row.origin === 'fresh').map((row) => row.doc);

  test.each([
    ['a flipped bit in every stored answer', flipEveryAnswer],
    ['an index whose keys point to other rows', rotateIndexes],
    ['rows that bear the key of another question', swapRowKeys],
  ] as const)('%s: all are missed, all answers right', async (what, damage) => {
    const cache = newCache();
    const first = await run({ cache: cache.url });
    const hit = await run({ cache: cache.url });
    expect(fresh(hit.rows)).toEqual([]);

    const damaged = damage(cache.folder);
    expect(damaged).toBe(DOCUMENTS);
    const after = await run({ cache: cache.url });
    expect(fresh(after.rows)).toHaveLength(DOCUMENTS);
    expect(outputs(after.rows)).toEqual(outputs(first.rows));
    // What was asked again is found from then on, beside the damaged rows.
    const healed = await run({ cache: cache.url });
    expect(fresh(healed.rows)).toEqual([]);
    expect(outputs(healed.rows)).toEqual(outputs(first.rows));
    printFigures('F24', {
      damage: `"${what}"`,
      damaged,
      missed: fresh(after.rows).length,
      wrong: 0,
    });
  });

  test('another model, other arguments or other generation parameters: all are missed', async () => {
    const cache = newCache();
    const first = await run({ cache: cache.url });
    const models: readonly EvaluationSpec['model'][] = [
      { id: 'mock', args: { mode: 'hash', name: 'retrained' } },
      { id: 'mock', args: { mode: 'first_choice' } },
      { id: 'mock_leased', args: { mode: 'hash' } },
    ];
    const keys = new Set([first.modelKey]);
    for (const model of models) {
      const other = await run({ cache: cache.url, model });
      expect(fresh(other.rows)).toHaveLength(DOCUMENTS);
      keys.add(other.modelKey);
    }
    expect(keys.size).toBe(models.length + 1);
    const generations: readonly EvaluationSpec['generation'][] = [
      { max_new_tokens: 4 },
      { temperature: 0.7, do_sample: true },
      { until: ['5'] },
    ];
    for (const generation of generations) {
      const other = await run({ cache: cache.url, generation });
      expect(fresh(other.rows)).toHaveLength(DOCUMENTS);
    }
    const same = await run({ cache: cache.url });
    expect(fresh(same.rows)).toEqual([]);
    expect(outputs(same.rows)).toEqual(outputs(first.rows));
    printFigures('F24', { variants: models.length + generations.length, missed: '100%', wrong: 0 });
  });

  test('the same document with another text: that one is asked again, the others are not', async () => {
    const cache = newCache();
    const changed = 17;
    const before = await run({ cache: cache.url });
    const file = join(include, 'documents.jsonl');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, original.replace(`Question ${changed}:`, `Question ${changed} anew:`));
    try {
      const after = await run({ cache: cache.url });
      const uncached = await run({});
      expect(fresh(after.rows)).toEqual([changed]);
      expect(outputs(after.rows)).toEqual(outputs(uncached.rows));
      expect(after.rows[changed]!.promptSha256).not.toBe(before.rows[changed]!.promptSha256);
    } finally {
      writeFileSync(file, original);
    }
    printFigures('F24', { newText: 1, missed: 1, wrong: 0 });
  });

  test('the same document with another image: that one is asked again, the others are not', async () => {
    const cache = newCache();
    const changed = 5;
    const folder = writeImageTask(join(stack.folder, 'pictures'));
    const task = { tasks: ['pictures'], includePaths: [folder] };
    await run({ cache: cache.url, ...task }, IMAGES);
    const hit = await run({ cache: cache.url, ...task }, IMAGES);
    expect(fresh(hit.rows)).toEqual([]);
    // The same path, other bytes.
    writeFileSync(join(folder, `${changed}.png`), image(200));
    const after = await run({ cache: cache.url, ...task }, IMAGES);
    const uncached = await run(task, IMAGES);
    expect(fresh(after.rows)).toEqual([changed]);
    expect(outputs(after.rows)).toEqual(outputs(uncached.rows));
    expect(after.rows[changed]!.mediaSha256).not.toEqual(hit.rows[changed]!.mediaSha256);
    printFigures('F24', { newImage: 1, missed: 1, wrong: 0 });
  });

  test('the same model directory with one changed weight: all are missed', async () => {
    const cache = newCache();
    const pretrained = join(stack.folder, 'model');
    cpSync(join(CHECKPOINTS, readdirSync(CHECKPOINTS).sort().at(-1)!), pretrained, {
      recursive: true,
    });
    const limit = 8;
    const shapes = {
      cache: cache.url,
      model: { id: 'onnx', args: { pretrained } },
      tasks: ['shapes_mc'],
      includePaths: [],
      limit,
    };
    const first = await run(shapes, limit);
    const hit = await run(shapes, limit);
    expect(fresh(hit.rows)).toEqual([]);
    expect(hit.modelKey).toBe(first.modelKey);

    const file = join(pretrained, 'onnx', 'decoder_model_merged.onnx');
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = bytes[middle]! ^ 1;
    writeFileSync(file, bytes);
    // Size and time look as before, as after a copy that keeps times.
    utimesSync(file, atime, mtime);
    const after = await run(shapes, limit);
    expect(after.modelKey).not.toBe(first.modelKey);
    expect(fresh(after.rows)).toHaveLength(limit);
    printFigures('F24', { changedWeightBits: 1, missed: limit, keys: 2 });
  });
});

function writeImageTask(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const lines = Array.from({ length: IMAGES }, (_, index) => {
    writeFileSync(join(folder, `${index}.png`), image(index));
    return JSON.stringify({ picture: `${index}.png`, question: 'Which digit?', answer: '1' });
  });
  writeFileSync(join(folder, 'documents.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(folder, 'pictures.yaml'),
    `task: pictures
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
doc_to_visual: picture
doc_to_text: "{{ question }}"
doc_to_target: "{{ answer }}"
output_type: generate_until
generation_kwargs: { until: ["\\n"], max_new_tokens: 8, temperature: 0 }
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
`,
  );
  return folder;
}

/** The mock looks at the bytes only, so a signature and a number are picture enough. */
function image(content: number): Buffer {
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.from(`picture ${content}`),
  ]);
}
