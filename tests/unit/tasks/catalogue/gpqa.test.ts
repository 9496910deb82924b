import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { process_docs } from '../../../../tasks/gpqa/gpqa.ts';
import {
  letters,
  parseLetter,
  process_results,
  process_results_coverage,
} from '../../../../tasks/gpqa/gpqa_openai.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

const row = {
  Question: 'Which?',
  'Correct Answer': ' right [2.2.1] ',
  'Incorrect Answer 1': 'one',
  'Incorrect Answer 2': 'two',
  'Incorrect Answer 3': 'three',
};

describe('gpqa', () => {
  it('shuffles by the question alone and keeps what stands in brackets', () => {
    const first = process_docs(row);
    expect(process_docs({ ...row })).toEqual(first);
    const choices = first['choices'] as string[];
    expect(choices.toSorted()).toEqual(['one', 'right [2.2.1]', 'three', 'two']);
    const letter = 'ABCD'[choices.indexOf('right [2.2.1]')];
    expect(first['answer']).toBe(`(${letter})`);
    const places = Array.from(
      { length: 40 },
      (_, index) => process_docs({ ...row, Question: `Which ${index}?` })['answer'],
    );
    expect(new Set(places).size).toBe(4);
  });

  it('compares bracketed letters', async () => {
    const likely = Array.from({ length: 5 }, () =>
      [-1, -2, -3, -4].map((value): [number, boolean] => [value, false]),
    );
    const { prompts, rows, metrics } = await scoreFixture('gpqa', 'gpqa_diamond_zeroshot', likely);
    expect(prompts[0]).toMatch(
      /^What is the correct answer to this question:Which particle carries the strong force\?\nChoices:\n\(A\) .*\n\(B\) .*\n\(C\) .*\n\(D\) .*\nAnswer:$/,
    );
    const first = rows.filter(({ target }) => target === 0 || target === '(A)').length;
    expect(metrics['acc,none']).toBe(first / 5);
  });

  it('finds the letter in words', async () => {
    const { documents } = await scoreFixture('gpqa', 'gpqa_main_cot_zeroshot', [
      '',
      '',
      '',
      '',
      '',
    ]);
    const right = documents.map((document) => document['answer'] as string);
    const answers = [
      `The answer is ${right[0]}.`,
      `It must be ${right[1]}`,
      'The answer is: Uracil',
      '',
      'nothing of the kind',
    ];
    const { metrics, rows } = await scoreFixture('gpqa', 'gpqa_main_cot_zeroshot', answers);
    expect(metrics['exact_match,strict-match']).toBe(0.2);
    expect(metrics['exact_match,flexible-extract']).toBe(0.6);
    const flexible = rows.filter(({ filter }) => filter === 'flexible-extract');
    expect(flexible.map(({ status }) => status)).toEqual([
      'ok',
      'ok',
      'ok',
      'unparsed',
      'unparsed',
    ]);
  });

  it('takes the last box, else the last stated letter, and never a default', () => {
    const texts = [
      '\\boxed{B}',
      'Answer: C\n',
      'Answer: A ... **Answer:** D',
      'd',
      'Answer: none',
      'Answer: Because',
      '',
    ];
    expect(texts.map(parseLetter)).toEqual(['B', 'C', 'D', 'D', undefined, undefined, undefined]);
    expect(parseLetter('I think<|im_start|>answer\nAnswer: B')).toBe('B');
    expect(process_results({ answer: 'A' }, ['no idea'])).toEqual({
      exact_match: 0,
      extracted_answers: [null],
      exact_matches: [0],
      unparsed: true,
    });
  });

  it('counts coverage and majority over samples', () => {
    const scores = process_results({ answer: 'B' }, [['A', 'B', 'B', '?'] as never]);
    expect(scores).toMatchObject({
      exact_match: 0,
      'cov@2': 1,
      'maj@2': 0,
      'cov@4': 1,
      'maj@4': 1,
    });
    expect(process_results_coverage({ answer: 'B' }, [['A', 'B'] as never])['exact_match']).toBe(1);
    expect(letters(['Answer: B', 'so \\boxed{B}', 'x'])).toEqual(['B', 'B', '']);
  });

  it('scores the reasoning form', async () => {
    const { documents } = await scoreFixture('gpqa', 'gpqa_thinking', ['', '', '', '', '']);
    const right = documents.map((document) => document['answer'] as string);
    const answers = [
      `<think>x</think><answer>${right[0]}</answer>`,
      `\\boxed{${right[1]?.[1]}}`,
      '<answer></answer>',
      'none',
      '',
    ];
    const { prompts, metrics } = await scoreFixture('gpqa', 'gpqa_thinking', answers);
    expect(prompts[0]).toContain('Choices:\n(A) ');
    expect(metrics['acc_score,none']).toBe(0.4);
  });

  it('has 19 tasks', () => {
    const files = readdirSync('tasks/gpqa').filter((file) => file.endsWith('.yaml'));
    const names = files.map((file) => loadTask(resolve('tasks/gpqa', file)).task);
    expect(new Set(names).size).toBe(19);
    expect(names).toContain('gpqa_diamond_openai_maj64_cov64_train');
  });
});
