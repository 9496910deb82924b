import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../core/json.ts';
import { withAddedMetrics } from '../../../../core/scoring/added-metrics.ts';
import { correctedComparisons } from '../../../../core/scoring/corrected-comparisons.ts';
import { createSamplePairing } from '../../../../core/scoring/paired-samples.ts';
import { sampleScores, type SampleScores } from '../../../../core/scoring/sample-scores.ts';
import { compareTask, pairedKeys } from '../../../../core/scoring/task-comparison.ts';
import { taskConfig } from './scoring-fixtures.ts';

const options = { name: 'before', bootstrapIterations: 500, seed: 1 };

const ours = (doc: number, acc: number, more: JsonObject = {}) =>
  sampleScores(
    { doc_id: doc, filter: 'none', status: 'ok', doc_hash: `h${doc}`, metrics: { acc }, ...more },
    'score',
  )!;
const theirs = (fields: JsonObject) => sampleScores(fields, 'score')!;

function match(current: readonly SampleScores[], baseline: readonly SampleScores[]) {
  const pairing = createSamplePairing();
  for (const sample of baseline) pairing.addBaseline(sample);
  for (const sample of current) pairing.addCurrent(sample);
  return pairing.finish();
}

describe('sampleScores', () => {
  it('reads the metrics of a line of ours, records by the task’s score_key', () => {
    const sample = ours(3, 1, { metrics: { acc: true, judged: { score: 0.5 }, bypass: 999 } });
    expect(sample).toEqual({ doc: 3, filter: 'none', hash: 'h3', scores: { acc: 1, judged: 0.5 } });
  });

  it('reads a line of lmms-eval, whose constant doc_hash proves nothing', () => {
    const line = { doc_id: 4, doc_hash: '74234e98', target: 'B', filtered_resps: 'b ', acc: 1 };
    expect(theirs(line)).toEqual({ doc: 4, scores: { acc: 1 }, verdict: 1 });
  });

  it.each([
    [{ doc_id: 1, my_Score: 0.25 }, 0.25],
    [{ doc_id: 1, a_score: { pred_answer: 'a', answer: 'A' } }, 1],
    [{ doc_id: 1, a_score: { pred: 'C', target: 'A' } }, 0],
    [{ doc_id: 1, target: 'cat', filtered_resps: [['Cat']] }, 1],
    [{ doc_id: 1, target: 'cat', filtered_resps: ['dog'] }, 0],
    [{ doc_id: 1, filtered_resps: ['dog'] }, undefined],
  ])('finds right or wrong in %j', (line, verdict) => {
    expect(theirs(line).verdict).toBe(verdict);
  });

  it('passes over a line that names no document', () => {
    expect(sampleScores({ score: 1 }, 'score')).toBeUndefined();
    expect(sampleScores({ doc_id: '7', score: 1 }, 'score')).toBeUndefined();
  });
});

describe('createSamplePairing', () => {
  it('pairs by document whatever the order, and counts what has no partner', () => {
    const { documents, series } = match(
      [ours(0, 1), ours(1, 0), ours(2, 1)],
      [ours(5, 1), ours(1, 1), ours(0, 0)],
    );
    expect(documents).toEqual({
      paired: 2,
      verified: 2,
      different: 0,
      only_current: 1,
      only_baseline: 1,
    });
    expect(series).toMatchObject([{ metric: 'acc', current: [1, 0], baseline: [0, 1] }]);
  });

  it('leaves a document out whose digest is another one', () => {
    const { documents, series } = match(
      [ours(0, 1), ours(1, 1)],
      [ours(0, 0), ours(1, 0, { doc_hash: 'another' })],
    );
    expect(documents).toMatchObject({ paired: 1, different: 1 });
    expect(series[0]?.current).toEqual([1]);
  });

  it('keeps filters apart and counts a document once', () => {
    const { documents, series } = match(
      [ours(0, 1), ours(0, 0, { filter: 'strict' })],
      [ours(0, 1, { filter: 'strict' }), ours(0, 0)],
    );
    expect(documents.paired).toBe(1);
    expect(series.map(({ filter, baseline }) => [filter, ...baseline])).toEqual([
      ['none', 0],
      ['strict', 1],
    ]);
  });

  it('takes right or wrong of a foreign line where no metric has the same name', () => {
    const { series } = match(
      [ours(0, 1)],
      [theirs({ doc_id: 0, videomme_score: { pred_answer: 'A', answer: 'B' } })],
    );
    expect(series).toMatchObject([{ metric: 'acc', current: [1], baseline: [0] }]);
  });

  it('takes the first line of a document that was appended twice', () => {
    const { series } = match([ours(0, 1)], [ours(0, 0), ours(0, 1)]);
    expect(series[0]?.baseline).toEqual([0]);
  });
});

describe('compareTask', () => {
  const current = Array.from({ length: 40 }, (_, doc) =>
    ours(doc, doc % 4 === 0 ? 0 : 1, { cluster: `c${Math.floor(doc / 4)}` }),
  );
  const baseline = Array.from({ length: 40 }, (_, doc) => ours(doc, doc % 2));
  const comparison = compareTask(match(current, baseline), options);

  it('has every test and interval of the difference', () => {
    expect(comparison.metrics['acc,none']).toMatchObject({
      n: 40,
      current: 0.75,
      baseline: 0.5,
      difference: 0.25,
      clusters: 10,
      only_current_right: 10,
      only_baseline_right: 0,
      p_value_mcnemar: 2 ** -9,
      bootstrap_draws: 500,
    });
    expect(compareTask(match(current, baseline), options)).toEqual(comparison);
  });

  it('gives the keys of lmms-eval in percent', () => {
    expect(pairedKeys(comparison)).toMatchObject({
      paired_baseline: 'before',
      paired_baseline_score: 50,
    });
    expect(pairedKeys(undefined)).toEqual({});
  });

  it('writes null where one pair says nothing', () => {
    const lone = compareTask(match([ours(0, 1)], [ours(0, 0)]), options);
    expect(lone.metrics['acc,none']).toMatchObject({
      n: 1,
      stderr: null,
      ci95: null,
      p_value: null,
    });
  });

  it('corrects the p values of all tasks together', () => {
    const metric = { ...comparison.metrics['acc,none']!, p_value_clustered: 0.02 };
    const one = { ...comparison, metrics: { 'acc,none': metric } };
    const other = { ...comparison, metrics: { 'acc,none': { ...metric, p_value_clustered: 0.5 } } };
    const corrected = correctedComparisons({ one, other });
    expect(corrected['one']).toMatchObject({ metrics: { 'acc,none': { p_value_adjusted: 0.04 } } });
    expect(corrected['other']).toMatchObject({
      metrics: { 'acc,none': { p_value_adjusted: 0.5 } },
    });
  });
});

describe('withAddedMetrics', () => {
  const config = taskConfig({ metric_list: [{ metric: 'exact_match', ignore_case: true }] });

  it('adds metrics and replaces one of the same name', () => {
    expect(withAddedMetrics(config, ['anls', 'exact_match']).metric_list).toEqual([
      { metric: 'anls' },
      { metric: 'exact_match' },
    ]);
    expect(withAddedMetrics(config, undefined)).toBe(config);
  });

  it('refuses unknown names, own scorers and metrics that need other answers', () => {
    expect(() => withAddedMetrics(config, ['exact_macth'])).toThrow(/exact_match/);
    const own = { ...config, process_results: { $module: 'a.ts', $export: 'score' } } as never;
    expect(() => withAddedMetrics(own, ['anls'])).toThrow(/own process_results/);
    expect(() => withAddedMetrics(config, ['acc_mutual_info'])).toThrow(/other answers/);
  });
});
