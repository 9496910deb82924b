import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../../core/chat.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { process_results } from '../../../../tasks/textvqa/textvqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('textvqa_val', () => {
  it('scores agreement with the annotators and keeps the answer as the server takes it', async () => {
    const answers = ['Nikon', 'STOP!', '24', "O'Reilly", 'two'];
    const fixture = await scoreFixture('textvqa', 'textvqa_val', answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[1]).toBe(
      'What does the sign say?\nAnswer the question using a single word or phrase.',
    );
    expect(parts[1]).toEqual(['image', 'text']);
    expect(rows[1]?.target).toEqual(Array.from({ length: 10 }, () => 'stop'));
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    // Two annotators agree in the fourth: for them one other does, for eight others both do.
    const expected = [1, 1, 1, (2 * (1 / 3) + 8 * (2 / 3)) / 10, 1];
    for (const [doc, row] of rows.entries()) {
      expect(row.metrics['exact_match']).toBeCloseTo(expected[doc]!, 12);
    }
    expect(rows[4]?.metrics['submission']).toEqual({ question_id: 34606, answer: '2' });
    expect(metrics['exact_match,none']).toBeCloseTo(0.92, 12);
  });

  it('adds the words of the OCR system where the settings ask for them', async () => {
    const config = loadTask(resolve('tasks/textvqa/textvqa_val.yaml'));
    const { default: settings } = config.lmms_eval_specific_kwargs as {
      default: Record<string, string | boolean>;
    };
    const task = createTask(
      { ...config, lmms_eval_specific_kwargs: { default: { ...settings, ocr: true } } },
      { functions: await loadFunctions(config) },
    );
    const document = {
      question: 'WHAT is it?',
      ocr_tokens: ['STOP', 'Go'],
      answers: [],
      image: null,
    };
    expect(textOf(task.render(document).messages)).toBe(
      'What is it?\nReference OCR token: STOP, Go\nAnswer the question using a single word or phrase.',
    );
  });

  it('refuses a document without annotations instead of giving it zero', () => {
    expect(() => process_results({ question_id: 1, answers: [] }, ['x'])).toThrow(
      /column "answers": expected a list of texts, received \[\]/,
    );
  });

  it('keeps what the server takes of textvqa_test, which has no score', async () => {
    const answers = ['A Nikon', 'b', 'c', 'd', 'Two'];
    const { rows, metrics } = await scoreFixture('textvqa', 'textvqa_test', answers);
    expect(rows.map((row) => row.metrics['submission'])).toMatchObject(
      ['nikon', 'b', 'c', 'd', '2'].map((answer) => ({ answer })),
    );
    expect(Object.keys(rows[0]?.metrics ?? {})).toEqual(['submission']);
    expect(metrics['submission,none']).toBe('N/A');
  });

  it('has a lite edition with the same score', async () => {
    const answers = ['Nikon', 'STOP!', '24', "O'Reilly", 'two'];
    const { metrics } = await scoreFixture('textvqa', 'textvqa_val_lite', answers);
    expect(metrics['exact_match,none']).toBeCloseTo(0.92, 12);
  });
});
