import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../activities/reports/render-report.ts';
import { comparisonTable } from '../../../client/cli/comparison-table.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { TaskComparison } from '../../../core/results.ts';
import { stableResults } from '../../../core/results-file.ts';
import { resultsOf } from './results-fixture.ts';

const comparison: TaskComparison = {
  baseline: 'run-<before>',
  documents: { paired: 90, verified: 0, different: 2, only_current: 8, only_baseline: 1 },
  metrics: {
    'acc,none': {
      n: 90,
      current: 0.75,
      baseline: 0.5,
      difference: 0.25,
      stderr: 0.05,
      ci95: [0.15, 0.35],
      t: 5,
      p_value: 0.00001,
      ci95_bootstrap: [0.16, 0.34],
      p_value_mcnemar: 0.002,
      needed_n: 120,
    },
  },
};

const results = resultsOf([
  { task: 'first', result: { comparison } },
  {
    task: 'second',
    result: {
      comparison: {
        ...comparison,
        metrics: { 'acc,none': { ...comparison.metrics['acc,none']!, p_value: null, ci95: null } },
      },
    },
  },
  { task: 'third' },
]);

describe('a results file with a baseline', () => {
  it('has the comparison and the keys of lmms-eval', () => {
    const scores = (results['results'] as JsonObject)['first'];
    expect(scores).toMatchObject({
      paired_baseline: 'run-<before>',
      paired_baseline_score: 50,
      paired_ci_lower: 15,
      paired_ci_upper: 35,
      paired_pvalue: 0.00001,
    });
    expect(Object.keys(results['comparisons'] as JsonObject)).toEqual(['first', 'second']);
    expect(stableResults(results)['comparisons']).toBeDefined();
  });

  it('has none without a baseline', () => {
    expect(resultsOf([{ task: 'alone' }])).not.toHaveProperty('comparisons');
    expect(comparisonTable(resultsOf([{ task: 'alone' }]))).toBeUndefined();
    expect(renderReport(resultsOf([{ task: 'alone' }]))).not.toContain('id="comparison"');
  });
});

describe('the report', () => {
  const page = renderReport(results);

  it('draws each difference with its interval and says what was left out', () => {
    expect(page).toContain('<h2 id="comparison">Comparison with the baseline</h2>');
    expect(page).toContain('0.2500, 95% interval 0.1500 to 0.3500');
    expect(page).toContain('0.1600 to 0.3400');
    expect(page).toContain('0.2500, no interval');
    expect(page).toContain('2 documents of the same number are not the same');
    expect(page).toContain('matched by number alone');
  });

  it('escapes the name of the baseline', () => {
    expect(page).toContain('run-&lt;before&gt;');
    expect(page).not.toContain('run-<before>');
  });
});

describe('the printed table', () => {
  it('has difference, interval and corrected p, and names tasks without a baseline', () => {
    const text = comparisonTable(results)!;
    expect(text).toMatch(/first .*acc.* 0\.7500 .* 0\.5000 .* \+0\.2500 .*\+0\.1500 to \+0\.3500/);
    expect(text).toContain('1.0e-5*');
    expect(text).toMatch(/second .*N\/A/);
    expect(text).toContain('first: 8 documents are missing in the baseline.');
    expect(text).toContain('The baseline has no answers for third.');
  });
});
