import type { ScoredRow } from '../../../../core/rows.ts';
import { describe, expect, it } from 'vitest';
import type { MetricValue, RowStatus } from '../../../../core/rows.ts';
import { createTaskAggregator } from '../../../../core/scoring/task-aggregator.ts';
import type { TaskConfig } from '../../../../core/task.ts';
import { taskConfig } from './scoring-fixtures.ts';

function row(doc: number, value: MetricValue, more: Partial<ScoredRow> = {}): ScoredRow {
  return {
    doc,
    filter: 'none',
    status: 'ok',
    target: '',
    responses: [],
    filtered: '',
    metrics: { acc: value },
    ...more,
  };
}

function aggregator(overrides: Partial<TaskConfig> = {}, bootstrapIterations = 500) {
  const metric_list = [{ metric: 'acc', aggregation: 'mean', higher_is_better: true }];
  const config = taskConfig({ metric_list, ...overrides });
  return createTaskAggregator({ config, bootstrapIterations, seed: 1234 });
}

describe('createTaskAggregator', () => {
  it('gives value, errors, interval and denominator of a mean', () => {
    const all = aggregator();
    for (const [doc, value] of [0.1, 0.5, 0.9, 0.4].entries()) all.add(row(doc, value));
    const { metrics, higherIsBetter } = all.finish();
    expect(metrics['acc,none']).toBeCloseTo(0.475, 15);
    expect(metrics['acc_stderr,none']).toBeCloseTo(0.16520189667999174, 14);
    expect(metrics['acc_stderr_clt,none']).toBe(metrics['acc_stderr,none']);
    expect(metrics['acc_stderr_clustered,none']).toBe('N/A');
    expect(metrics['acc_stderr_bootstrap,none']).toBeCloseTo(0.143, 1);
    const [low, high] = metrics['acc_ci95,none'] as [number, number];
    const bootstrapped = metrics['acc_ci95_bootstrap,none'] as [number, number];
    // Four scores: the resamples of a mean stay well inside Student's interval with three degrees of freedom.
    expect(bootstrapped[0]).toBeGreaterThan(low);
    expect(bootstrapped[1]).toBeLessThan(high);
    expect(bootstrapped[0]).toBeLessThan(0.475);
    expect(bootstrapped[1]).toBeGreaterThan(0.475);
    expect(low).toBeCloseTo(-0.0507461657151006, 12);
    expect(high).toBeCloseTo(1.0007461657151007, 12);
    expect(metrics['acc_n,none']).toBe(4);
    expect(higherIsBetter).toEqual({ acc: true });
  });

  it('counts documents by status once and leaves unscored ones out of the denominator', () => {
    const filter_list = ['a', 'b'].map((name) => ({ name, filter: [{ function: 'take_first' }] }));
    const all = aggregator({ filter_list });
    const statuses: RowStatus[] = ['ok', 'unparsed', 'refused', 'failed', 'skipped', 'failed'];
    for (const filter of ['a', 'b']) {
      for (const [doc, status] of statuses.entries()) {
        const isScored = doc < 3;
        all.add(row(doc, 0, { filter, status, metrics: isScored ? { acc: doc === 0 } : {} }));
      }
    }
    const { metrics, counts } = all.finish();
    expect(counts).toEqual({ ok: 1, unparsed: 1, refused: 1, failed: 2, skipped: 1 });
    expect(metrics['acc,a']).toBeCloseTo(1 / 3, 15);
    expect(metrics['acc_n,b']).toBe(3);
  });

  it('says N/A, never NaN, where nothing can be known', () => {
    const none = aggregator().finish().metrics;
    expect(none).toMatchObject({ 'acc,none': 'N/A', 'acc_n,none': 0, 'acc_ci95,none': 'N/A' });
    const one = aggregator();
    one.add(row(0, 0.5));
    expect(one.finish().metrics).toMatchObject({
      'acc,none': 0.5,
      'acc_stderr,none': 'N/A',
      'acc_ci95,none': 'N/A',
      'acc_n,none': 1,
    });
    const unreadable = aggregator();
    unreadable.add(row(0, 'yes'));
    expect(unreadable.finish().metrics).toMatchObject({ 'acc,none': 'N/A', 'acc_n,none': 1 });
    expect(JSON.stringify(none)).not.toContain('null');
  });

  it('keeps an interval with a width where every score is equal', () => {
    const all = aggregator();
    for (let doc = 0; doc < 10; doc += 1) all.add(row(doc, 1));
    const { metrics } = all.finish();
    expect(metrics['acc_stderr,none']).toBe(0);
    expect(metrics['acc_ci95,none']).toEqual([expect.closeTo(0.7224672001371106, 12), 1]);
  });

  it('gives a clustered error from the second cluster on', () => {
    const clustered = (names: readonly string[]) => {
      const all = aggregator();
      for (const [doc, cluster] of names.entries()) all.add(row(doc, doc < 2 ? 1 : 0, { cluster }));
      return all.finish().metrics['acc_stderr_clustered,none'];
    };
    expect(clustered(['x', 'x', 'y', 'y'])).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 16), 14);
    expect(clustered(['x', 'x', 'x', 'x'])).toBe('N/A');
  });

  it('reads records through score_key and skips documents a metric does not apply to', () => {
    const all = aggregator({ score_key: 'points' });
    all.add(row(0, { points: 1, id: 'a' }));
    all.add(row(1, null));
    all.add(row(2, { points: 0, id: 'b' }));
    expect(all.finish().metrics).toMatchObject({ 'acc,none': 0.5, 'acc_n,none': 2 });
  });

  it('resamples what has no formula', () => {
    const metric_list = [{ metric: 'f1' }];
    const all = aggregator({ metric_list });
    for (let doc = 0; doc < 40; doc += 1) {
      all.add(row(doc, 0, { metrics: { f1: [doc % 2, doc % 5 === 0 ? 1 - (doc % 2) : doc % 2] } }));
    }
    const { metrics } = all.finish();
    // 20 documents of label 1, 4 of them missed; 4 of label 0 taken for 1: 32 / (32 + 8).
    expect(metrics['f1,none']).toBe(0.8);
    expect(metrics['f1_stderr,none']).toBe(metrics['f1_stderr_bootstrap,none']);
    expect(metrics['f1_stderr,none']).toBeGreaterThan(0.03);
    expect(metrics['f1_stderr,none']).toBeLessThan(0.12);
    expect(metrics['f1_stderr_clt,none']).toBe('N/A');
    expect((metrics['f1_ci95,none'] as number[])[0]).toBeLessThan(0.8);
  });

  it('leaves the bootstrap out when no resamples are wanted', () => {
    const all = aggregator({ metric_list: [{ metric: 'acc', aggregation: 'median' }] }, 0);
    for (let doc = 0; doc < 5; doc += 1) all.add(row(doc, doc));
    expect(all.finish().metrics).toMatchObject({
      'acc,none': 2,
      'acc_stderr,none': 'N/A',
      'acc_stderr_bootstrap,none': 'N/A',
    });
  });

  it('gives stability over repeats, also after the row went through JSON', () => {
    const all = aggregator();
    for (const [doc, scores] of [
      [1, 0],
      [0, 1],
      [1, 1],
    ].entries()) {
      const repeated = row(doc, scores[0] ?? 0, { repeatScores: { acc: scores } });
      all.add(JSON.parse(JSON.stringify(repeated)) as ScoredRow);
    }
    expect(all.finish().metrics).toMatchObject({
      'acc_expected_accuracy,none': expect.closeTo(2 / 3, 14) as number,
      'acc_consensus_accuracy,none': 1 / 3,
      'acc_internal_variance,none': expect.closeTo(1 / 3, 14) as number,
      'acc_consistency_rate,none': 1 / 3,
    });
    const single = aggregator();
    single.add(row(0, 1));
    expect(Object.keys(single.finish().metrics)).not.toContain('acc_expected_accuracy,none');
  });

  it('scores each category with its own denominator', () => {
    const all = aggregator();
    for (const [doc, category] of ['ocr', 'count', 'ocr', 'ocr'].entries()) {
      all.add(row(doc, doc % 2), { category });
    }
    all.add(row(4, 1));
    expect(all.finish().categories).toEqual({
      ocr: { 'acc,none': { value: 1 / 3, stderr: expect.closeTo(1 / 3, 14) as number, n: 3 } },
      count: { 'acc,none': { value: 1, stderr: null, n: 1 } },
    });
  });

  it('shows only bypass when nothing was scored', () => {
    const all = aggregator();
    all.add(row(0, 0, { metrics: { bypass: 999 } }));
    const { metrics } = all.finish();
    expect(metrics).toMatchObject({ 'bypass,none': 999, 'bypass_stderr,none': 'N/A' });
    expect(metrics).not.toHaveProperty('acc,none');
  });

  it('gives the same bits for the same rows', () => {
    const run = () => {
      const all = aggregator();
      for (let doc = 0; doc < 300; doc += 1) {
        all.add(row(doc, ((doc * 7919) % 1009) / 1009, { cluster: `c${doc % 13}` }));
      }
      return JSON.stringify(all.finish());
    };
    expect(run()).toBe(run());
  });

  it('refuses rows out of order and unknown aggregations', () => {
    const all = aggregator();
    all.add(row(3, 1));
    expect(() => all.add(row(3, 1))).toThrow(/document 3 came before it/);
    expect(() => aggregator({ metric_list: [{ metric: 'acc', aggregation: 'average' }] })).toThrow(
      /Cannot find an aggregation named "average"/,
    );
  });

  it('gives pass@k over repeats where a metric asks for it', () => {
    const all = aggregator({ metric_list: [{ metric: 'acc', pass_at_k: [1, 2, 4] }], repeats: 3 });
    const scores = [
      [1, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ];
    for (const [doc, acc] of scores.entries()) {
      all.add(row(doc, acc[0]!, { repeatScores: { acc } }));
    }
    const { metrics } = all.finish();
    expect(metrics['acc_pass@1,none']).toBeCloseTo((1 / 3 + 0 + 1) / 3, 15);
    // One of three is right: two draws of three hold it with a chance of 2/3.
    expect(metrics['acc_pass@2,none']).toBeCloseTo((2 / 3 + 0 + 1) / 3, 15);
    expect(metrics['acc_pass@4,none']).toBe('N/A');
  });

  it('says how many resamples there were where the task was too large for all', () => {
    const metric_list = [{ metric: 'acc', aggregation: 'median' }];
    const all = aggregator({ metric_list }, 20_000);
    for (let doc = 0; doc < 1_000; doc += 1) all.add(row(doc, doc % 7));
    const { metrics } = all.finish();
    expect(metrics['acc_stderr_bootstrap_draws,none']).toBeLessThan(10_000);
    const few = aggregator();
    few.add(row(0, 1));
    few.add(row(1, 0));
    expect(few.finish().metrics).not.toHaveProperty(['acc_stderr_bootstrap_draws,none']);
  });

  it('resamples sums to the same error as documents', () => {
    const errorOf = (aggregation: string) => {
      const all = aggregator({ metric_list: [{ metric: 'acc', aggregation }] }, 5_000);
      for (let doc = 0; doc < 200; doc += 1) all.add(row(doc, [doc % 3, 2 + (doc % 5)]));
      return all.finish().metrics['acc_stderr_bootstrap,none'] as number;
    };
    // The ratio of two sums, of independent columns: the delta method gives its error.
    const columns = Array.from({ length: 200 }, (_, doc) => [doc % 3, 2 + (doc % 5)] as const);
    const [edits, length] = [0, 1].map(
      (at) => columns.reduce((sum, one) => sum + one[at]!, 0) / 200,
    );
    const spread =
      columns.reduce((sum, [e, l]) => sum + (e - (edits! / length!) * l) ** 2, 0) / 200;
    const theory = (100 * Math.sqrt(spread / 200)) / length!;
    expect(Math.abs(errorOf('error_rate') / theory - 1)).toBeLessThan(0.05);
  });
});
