import { expect, it } from 'vitest';
import { runPipeline } from '../../../../core/filters/run-pipeline.ts';

const steps = [{ function: 'simple_multi_choice_regex' }];
const document = { question: 'Which?\nA. red\nB. blue sky\nC. blue sky' };

it.each([
  ['It is red, not green', 'A'],
  ['blue sky', 'C'],
  ['(B).', 'B'],
  ['RED!', 'RED'],
])('reads %j as %j', (response, expected) => {
  expect(runPipeline(steps, [response, 'red'], { document }).output).toBe(expected);
});

it('needs the question', () => {
  expect(() => runPipeline(steps, ['red'], { document: {} })).toThrow(/no column "question"/);
});
