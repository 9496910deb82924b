import { describe, expect, it } from 'vitest';
import { checkScoringConfig } from '../../../../core/scoring/check-scoring-config.ts';
import { isHigherBetter } from '../../../../core/scoring/metric-direction.ts';
import { taskConfig } from './scoring-fixtures.ts';

describe('checkScoringConfig', () => {
  it('accepts a task that can be scored', () => {
    expect(() => checkScoringConfig(taskConfig(), 1)).not.toThrow();
  });

  it.each([
    [
      'an unknown filter',
      { filter_list: [{ name: 'x', filter: [{ function: 'regexp' }] }] },
      /"regexp".*"regex"/,
    ],
    [
      'a pattern that does not compile',
      { filter_list: [{ name: 'x', filter: [{ function: 'regex', regex_pattern: '(' }] }] },
      /"\(" as a regular expression/,
    ],
    [
      'more samples than repeats',
      { filter_list: [{ name: 'maj', filter: [{ function: 'take_first_k', k: 8 }] }] },
      /Set repeats to 8/,
    ],
    [
      'pass@k of more than the repeats',
      { metric_list: [{ metric: 'exact_match', pass_at_k: 5 }] },
      /Set repeats \(-n\) to 5/,
    ],
    [
      'pass@k of nothing',
      { metric_list: [{ metric: 'exact_match', pass_at_k: [0] }] },
      /whole number from 1/,
    ],
    ['an unknown metric', { metric_list: [{ metric: 'exact_mach' }] }, /"exact_match"/],
    [
      'a metric of another output type',
      { metric_list: [{ metric: 'acc_norm' }] },
      /output_type generate_until/,
    ],
    [
      'an unknown aggregation',
      { metric_list: [{ metric: 'exact_match', aggregation: 'maen' }] },
      /"mean"/,
    ],
  ])('refuses %s before a model is asked', (_, overrides, message) => {
    const check = () => checkScoringConfig(taskConfig(overrides), 4);
    expect(check).toThrow(message);
    expect(check).toThrow(/In the task colours/);
  });

  it('leaves metric names to a task with its own scorer', () => {
    const config = taskConfig({
      metric_list: [{ metric: 'relaxed_overall' }],
      process_results: { $module: 'builtin:colours/task', $export: 'processResults' },
    });
    expect(() => checkScoringConfig(config, 1)).not.toThrow();
  });
});

describe('isHigherBetter', () => {
  it('follows the task, then what is known of the metric, then its name', () => {
    expect(isHigherBetter('acc', { metric: 'acc', higher_is_better: false })).toBe(false);
    expect(isHigherBetter('perplexity')).toBe(false);
    expect(isHigherBetter('exact_match')).toBe(true);
    expect(isHigherBetter('librispeech_wer')).toBe(false);
    expect(isHigherBetter('gpt_eval_score')).toBe(true);
  });
});
