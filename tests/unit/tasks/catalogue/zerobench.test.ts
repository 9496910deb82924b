import { expect, test } from 'vitest';
import { process_results } from '../../../../tasks/zerobench/zerobench.ts';
import { scoreFixture } from './score-fixture.ts';

test('zerobench wants the whole answer, or the same number', async () => {
  const answers = ['11.9', '1021', '"quartz."', '7', 'The red team wins'];
  const { prompts, parts, rows, metrics } = await scoreFixture('zerobench', 'zerobench', answers);
  expect(prompts[0]).toBe(
    'I want to purchase all the bottles. How much do I pay?\nAnswer with only the final answer.',
  );
  expect(parts.slice(0, 2)).toEqual([
    ['image', 'text'],
    ['image', 'image', 'text'],
  ]);
  expect(rows[0]).toMatchObject({ target: '11.90', filtered: '11.9' });
  expect(rows[2]?.metrics).toEqual({
    zerobench_exact_match: {
      question_id: '3',
      prediction: '"quartz."',
      target: 'Quartz',
      score: 1,
    },
  });
  // 0007 and 7 are one number.
  expect(metrics['zerobench_exact_match,none']).toBe(0.8);
});

test.each([
  ['"Quartz".', 'quartz', 0],
  ["'QUARTZ'", 'quartz', 1],
  ['a  b\nc.', 'A b c', 1],
  ['-0.50', '-.5', 1],
  ['-0', '0.00', 1],
  ['$5', '5', 0],
  ['123456789012345678901', '123456789012345678902', 0],
  ['', '0', 0],
])(
  'the answer %j to a question of ZeroBench with the reference %j scores %d',
  (answer, target, score) => {
    const { zerobench_exact_match: record } = process_results({ question_answer: target }, [
      answer,
    ]);
    expect(record).toMatchObject({ score });
  },
);
