import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../activities/artifacts/memory-store.ts';
import type { SampleRecord } from '../../../activities/scoring/sample-record.ts';
import { writeSubmission } from '../../../activities/scoring/submission-file.ts';
import { exportRun } from '../../../client/export-run.ts';
import type { RunHandle } from '../../../client/find-run.ts';
import { runPaths } from '../../../core/run-paths.ts';
import type { MetricValue } from '../../../core/rows.ts';
import { checkScoringConfig } from '../../../core/scoring/check-scoring-config.ts';
import { submissionPlan, type SubmissionForm } from '../../../core/scoring/submission-form.ts';
import { loadTask } from '../../../tasks/load-task.ts';
import { configOf } from '../datasets/dataset-fixture.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';

const METRIC = 'submission';
type Given = readonly [doc: number, record: MetricValue | undefined];

async function written(form: SubmissionForm, given: readonly Given[], name = 'submissions') {
  const store = createMemoryStore(name);
  // eslint-disable-next-line @typescript-eslint/require-await -- as a store would give them
  async function* samples(): AsyncGenerator<SampleRecord> {
    for (const [doc_id, record] of given) {
      const metrics = record === undefined ? {} : { [METRIC]: record };
      yield { doc_id, metrics } as unknown as SampleRecord;
    }
  }
  const target = { store, runId: 'r', task: 't', documents: 5 };
  const result = await writeSubmission({ metric: METRIC, form }, samples, target);
  const read = async (extension: 'json' | 'csv') => {
    const bytes = await store.getIfPresent(runPaths.submission('r', 't', extension));
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  };
  return { store, result, json: await read('json'), csv: await read('csv') };
}

describe('a submission', () => {
  it('is a list of records, one per document, and counts those that are missing', async () => {
    const record = (id: number) => ({ questionId: id, answer: `"${id}"\n` });
    const given: Given[] = [
      [0, record(0)],
      // A second filter pipeline, a failed document, one that does not apply.
      [0, { questionId: 0, answer: 'other' }],
      [1, undefined],
      [2, null],
      [3, record(3)],
    ];
    const { result, json, csv } = await written('list', given, 'list');
    expect(JSON.parse(json ?? '')).toEqual([record(0), record(3)]);
    expect(result).toEqual({ files: ['t/submission.json'], records: 2, missing: 3 });
    expect(csv).toBeUndefined();
  });

  it('is one object where the server wants names and answers', async () => {
    const given: Given[] = [
      [0, { test_1: 'A' }],
      [1, { test_2: -1 }],
      [2, { test_1: 'B' }],
      [3, { __proto__x: 'C' }],
    ];
    const { json } = await written('object', given, 'object');
    expect(json).toBe('{\n"test_1": "A",\n"test_2": -1,\n"__proto__x": "C"\n}\n');
    await expect(written('object', [[0, { id: 1, answer: 'A' }]], 'wrong')).rejects.toThrow(
      /must have one key, .*metadata\.submission to list/,
    );
  });

  it('has a table beside the list, with every column and quoted cells', async () => {
    const given: Given[] = [
      [0, { index: 7, question: 'a, "b"\nc', hint: null }],
      [1, { index: 8, options: ['x'], right: true }],
    ];
    const { result, json, csv } = await written('table', given, 'table');
    expect(JSON.parse(json ?? '')).toHaveLength(2);
    expect(csv).toBe(
      'index,question,hint,options,right\r\n7,"a, ""b""\nc",,,\r\n8,,,"[""x""]",true\r\n',
    );
    expect(result?.files).toEqual(['t/submission.json', 't/submission.csv']);
  });

  it('is not written without a record', async () => {
    const { result, json } = await written('list', [[0, undefined]], 'none');
    expect(result).toBeUndefined();
    expect(json).toBeUndefined();
  });

  it('is copied with the other files of a run', async () => {
    const { store } = await written('table', [[0, { index: 7 }]], 'exported');
    const results = JSON.stringify({ results: { t: {}, other: {} } });
    await store.put(runPaths.results('r'), Buffer.from(results));
    const folder = temporaryFolder({});
    const names = await exportRun({ runId: 'r', store } as unknown as RunHandle, folder);
    expect(names.map((path) => path.slice(folder.length + 1))).toEqual([
      'results.json',
      'submission_t.json',
      'submission_t.csv',
    ]);
    expect(readFileSync(join(folder, 'submission_t.csv'), 'utf8')).toBe('index\r\n7\r\n');
  });
});

describe('the form of a submission', () => {
  it('is what the YAML of each benchmark says', () => {
    const forms: readonly (readonly [file: string, form: SubmissionForm | undefined])[] = [
      ['mmmu/mmmu_test', 'object'],
      ['mmmu/mmmu_val', undefined],
      ['egoschema/egoschema', 'object'],
      ['egoschema/egoschema_mcppl', 'object'],
      ['egoschema/egoschema_subset', undefined],
      ['longvideobench/longvideobench_test_v', 'object'],
      ['longvideobench/longvideobench_test_i', 'object'],
      ['docvqa/docvqa_test', 'list'],
      ['infovqa/infovqa_test', 'list'],
      ['textvqa/textvqa_test', 'list'],
      ['textvqa/textvqa_val', 'list'],
      ['vqav2/vqav2_test', 'list'],
      ['vizwiz_vqa/vizwiz_vqa_test', 'list'],
      ['ok_vqa/ok_vqa_val2014', 'list'],
      ['perceptiontest/perceptiontest_test_mc', 'list'],
      ['mmbench/mmbench_en_test', 'table'],
      ['mmbench/mmbench_cn_test', 'table'],
      ['mmbench/mmbench_en_dev', undefined],
      ['reasoning/mmbench_en_test_reasoning', 'table'],
    ];
    for (const [file, form] of forms) {
      const config = loadTask(resolve('tasks', `${file}.yaml`));
      expect([file, submissionPlan(config)?.form]).toEqual([file, form]);
    }
  });

  it('is refused before a run when it is no form', () => {
    const config = configOf('/nowhere', {
      metric_list: [],
      metadata: { submission: 'spreadsheet' },
    });
    expect(() => checkScoringConfig(config, 1)).toThrow(
      /metadata\.submission must be list, object, table; received "spreadsheet"/,
    );
  });
});
