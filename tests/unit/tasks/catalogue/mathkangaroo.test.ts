import { expect, test } from 'vitest';
import { process_results } from '../../../../tasks/mathkangaroo/mathkangaroo.ts';
import { scoreFixture } from './score-fixture.ts';

test('mathkangaroo accepts any of the right letters', async () => {
  const answers = ['D', 'The final answer is (B).', 'C or D', 'E', 'none', 'Because of B.\n(A)\n'];
  const { prompts, parts, rows, metrics } = await scoreFixture(
    'mathkangaroo',
    'mathkangaroo',
    answers,
  );
  expect(prompts[2]).toBe(
    'Which piece fits?\nAnswer with the option letter (A, B, C, D, or E) only.',
  );
  expect(parts.slice(0, 2)).toEqual([['image', 'text'], ['text']]);
  expect(rows[3]?.target).toBe('A, E');
  expect(rows.map((row) => row.metrics['mathkangaroo_accuracy'])).toEqual([1, 1, 0, 1, 0, 1]);
  expect(rows[4]?.status).toBe('unparsed');
  expect(metrics['mathkangaroo_accuracy,none']).toBeCloseTo(4 / 6, 12);
});

test.each([
  ['The correct option cannot be told, but I take B', 'B'],
  ['answer: c', 'C'],
  ['answerD', 'D'],
  ['I think\n b) \nis best', 'B'],
  ['It is E!', 'E'],
])('the answer %j to a question of Math Kangaroo names %j', (answer, letter) => {
  const result = process_results({ ground_truth: letter }, [answer]);
  expect(result).toEqual({ mathkangaroo_accuracy: 1, unparsed: false });
});
