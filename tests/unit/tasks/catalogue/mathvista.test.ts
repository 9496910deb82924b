import { describe, expect, it } from 'vitest';
import { judge_prompt } from '../../../../tasks/mathvista/extraction.ts';
import { doc_to_text } from '../../../../tasks/mathvista/mathvista.ts';
import { scoreFixture } from './score-fixture.ts';

const ANSWERS = ['root', ' +12 ', 'about 1.24', '0.25', '[1, 2]'];

describe('mathvista', () => {
  it('takes plain answers as they are and others as the judge extracts them', async () => {
    const judgements = [undefined, undefined, '1.24', undefined, '[1, 2]'];
    const fixture = await scoreFixture(
      'mathvista',
      'mathvista_testmini_format',
      ANSWERS,
      judgements,
    );
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toBe(
      "Which part is the root?\nA. leaf\nB. root\nC. stem\nAnswer with the option's letter from the given choices directly.",
    );
    expect(prompts[1]).toBe(
      'What colour is the sign? (Unit: cm)\nAnswer the question using a single integer number.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[2]?.metrics['llm_as_judge_eval']).toMatchObject({
      question_id: '2',
      extraction: '1.24',
      prediction: '1.2',
      true_false: true,
      category: 'general-vqa',
    });
    expect(metrics['llm_as_judge_eval,none']).toBe(100);
  });

  it('counts an empty extraction as no answer, not as the shortest option', async () => {
    const answers = ['the second', '13', 'x', '0.254', ''];
    const judgements = ['', undefined, '', undefined, undefined];
    const { rows, metrics } = await scoreFixture(
      'mathvista',
      'mathvista_testmini_cot',
      answers,
      judgements,
    );
    expect(rows.map((row) => row.status)).toEqual(['unparsed', 'ok', 'unparsed', 'ok', 'unparsed']);
    expect(metrics['llm_as_judge_eval,none']).toBe(20);
  });

  it('leaves an answer that only a judge could read without a score when there is none', async () => {
    const answers = ['(B)', 'twelve', '1.2', 'a quarter', '[1,2]'];
    const { rows, metrics } = await scoreFixture(
      'mathvista',
      'mathvista_testmini_solution',
      answers,
    );
    expect(rows.map((row) => row.metrics['llm_as_judge_eval'] === null)).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(metrics['llm_as_judge_eval_n,none']).toBe(3);
    expect(metrics['llm_as_judge_eval,none']).toBe(66.67);
  });

  it('asks the judge for the answer alone, and only where it is needed', () => {
    const document = { question_type: 'free_form', answer_type: 'integer', query: 'Hint: …' };
    expect(judge_prompt(document, ['12'])).toBeUndefined();
    expect(judge_prompt(document, ['It is twelve.'])).toMatch(/It is twelve\.\n\nFinal answer: $/);
  });

  it('writes each style of prompt', () => {
    const document = {
      question: 'How long?',
      question_type: 'free_form',
      answer_type: 'float',
      precision: 2,
      choices: null,
    };
    expect(doc_to_text(document, { shot_type: 'reason-first' })).toBe(
      'First perform reasoning, then finally answer the question requiring a floating-point number with two decimal places and provide the final value, e.g., 1.23, 1.34, 1.45, at the end in the following format: Answer: xxx.\nQuestion: How long?',
    );
    expect(doc_to_text(document, { shot_type: 'solution' })).toMatch(
      /^Question: How long\?\nHint: Please answer .* at the end\.\nSolution:$/,
    );
    expect(() => doc_to_text(document, { shot_type: 'poem' })).toThrow(/shot_type is "poem"/);
    expect(() => doc_to_text(document, { shot_type: 'code', shot: 2 })).toThrow(/Set "shot" to 0/);
  });

  it('keeps the records of the test split, which has no answers', async () => {
    const { rows, metrics } = await scoreFixture('mathvista', 'mathvista_test', ANSWERS);
    expect(rows[1]?.metrics['submission']).toMatchObject({ extraction: '12', prediction: '12' });
    expect(metrics['submission,none']).toBe('N/A');
  });
});
