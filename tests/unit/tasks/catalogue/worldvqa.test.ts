import { describe, expect, it } from 'vitest';
import {
  choice_judge_prompt,
  generation_judge_prompt,
  option_filter,
} from '../../../../tasks/worldvqa/worldqa.ts';
import { scoreFixture } from './score-fixture.ts';

const OPTIONS = ['A. He runs.', 'B. She waits.', 'C. It rains.', 'D. They eat.'];

describe('worldvqa', () => {
  it('compares without case and punctuation', async () => {
    const answers = ['oak.', 'Rosa  canina', 'FERN!', 'ginkgo', ''];
    const { prompts, parts, metrics } = await scoreFixture('worldvqa', 'worldvqa', answers);
    expect(prompts[0]).toBe('What plant is this (0)?\nAnswer briefly.');
    // The first picture is base64 text alone, the second an address with its type.
    expect(parts.slice(0, 2)).toEqual([
      ['image', 'text'],
      ['image', 'text'],
    ]);
    expect(metrics).toMatchObject({ 'exact_match,none': 0.4, 'exact_match_n,none': 5 });
  });

  it('worldvqa_mc: a letter, an option text, else the word of a judge', async () => {
    const answers = ['B', 'I think: He runs', '(D)', 'water falls from the sky', 'a dog'];
    const judgements = [undefined, undefined, undefined, 'C', 'E'];
    const fixture = await scoreFixture('worldvqa', 'worldvqa_mc', answers, judgements);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toBe(
      `What happens next (0)?\n${OPTIONS.join('\n')}\nAnswer with the option's letter from the given choices directly.`,
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['B', 'A', 'D', 'C', 'B']);
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'unparsed']);
    expect(metrics).toMatchObject({
      'gpt_eval,flexible-extract': 0.8,
      'gpt_eval_n,flexible-extract': 5,
    });
  });

  it('asks the judge only where the answer names no option', () => {
    const document = { question: 'What?', option: OPTIONS };
    expect(choice_judge_prompt(document, ['B'])).toBeUndefined();
    expect(choice_judge_prompt(document, ['rain'])).toContain('Answer: rain');
    expect(option_filter(['She waits'], document)).toEqual(['B']);
    expect(option_filter(['*Maybe* (B)'], document)).toEqual(['Maybe B']);
  });

  it('worldvqa_mc_ppl: the likeliest option', async () => {
    const pairs = (best: number): [number, boolean][] =>
      [0, 1, 2, 3].map((index) => [index === best ? -1 : -5, false]);
    const answers = [pairs(1), pairs(0), pairs(0), pairs(2), pairs(1)];
    const { rows, metrics } = await scoreFixture('worldvqa', 'worldvqa_mc_ppl', answers);
    expect(rows[0]?.target).toBe('She waits');
    expect(metrics).toMatchObject({ 'acc,none': 0.8, 'acc_n,none': 5 });
  });

  it('worldvqa_gen: the rating on the last line of the reply; none without a judge', async () => {
    const judgements = ['Key points…\n1', '0.5', 'Point:\n0.3', 'seven', undefined];
    const answers = ['late', 'late', 'early', '', 'late'];
    const fixture = await scoreFixture('worldvqa', 'worldvqa_gen', answers, judgements);
    const { rows, metrics } = fixture;
    expect(rows[0]?.metrics['submission']).toMatchObject({ pred: 'late', question_idx: '0' });
    expect(metrics['gpt_eval,none']).toBeCloseTo(1.8 / 4, 12);
    expect(metrics['gpt_eval_n,none']).toBe(4);
    const prompt = generation_judge_prompt({ question: 'Why?', answer: 'Late.' }, ['x']);
    expect(prompt).toContain('Reference answer: Late.');
  });
});
