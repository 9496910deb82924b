import { expect, it } from 'vitest';
import { equalValues } from '../../../parity/equal-values.ts';
import { judgeReply } from '../../../parity/judge-reply.ts';
import type { VectorCase, VectorRow } from '../../../parity/read-vectors.ts';

function functionCase(row: VectorRow): VectorCase {
  return { file: 'f', request: { kind: 'fn', fn: 'f', input: row['input'] }, rows: [row] };
}

it('takes numbers within the tolerance and sets in any order as equal', () => {
  expect(equalValues({ a: [1] }, { a: [1 + 1e-12] })).toBe(true);
  expect(equalValues(1, 1.1)).toBe(false);
  expect(equalValues(1, 1.1, 0.2)).toBe(true);
  expect(equalValues({ $set: ['a', 'b'] }, { $set: ['b', 'a'] })).toBe(true);
  expect(equalValues(true, 1)).toBe(true);
  expect(equalValues({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(equalValues([1], { 0: 1 })).toBe(false);
});

it('counts a mismatch apart when the reply names a deviation', () => {
  const row = functionCase({ input: {}, output: 1 });
  expect(judgeReply(row, { output: 1 })).toMatchObject({ passed: 1, explained: 0 });
  expect(judgeReply(row, { output: 2 }).failures).toHaveLength(1);
  const explained = judgeReply(row, { output: 2, deviation: 'Median' });
  expect(explained).toMatchObject({ explained: 1, failures: [] });
  expect(judgeReply(row, undefined).unsupported).toBe(1);
  expect(judgeReply(row, { error: 'no' }).failures).toHaveLength(1);
});

it('wants some error where the vector has one', () => {
  const row = functionCase({ input: {}, error: 'IndexError' });
  expect(judgeReply(row, { error: 'Cannot compute' }).passed).toBe(1);
  expect(judgeReply(row, { output: 0 }).failures).toHaveLength(1);
});

it('compares the rows of a task by document and filter, then its numbers', () => {
  const vector: VectorCase = {
    file: 'tasks/t',
    request: { kind: 'task' },
    rows: [
      { doc_id: 0, results: { acc: 1 }, filtered: ['a'] },
      { aggregate: { 'acc,none': 1, 'acc_stderr,none': 'N/A', alias: 't' } },
    ],
  };
  const rows = [{ doc_id: 0, results: { acc: 1 }, filtered: ['a'] }];
  const right = judgeReply(vector, { rows, aggregate: { 'acc,none': 1 } });
  expect(right).toMatchObject({ passed: 3, failures: [] });
  expect(judgeReply(vector, { rows: [], aggregate: {} }).failures).toHaveLength(2);
});
