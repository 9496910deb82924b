import { describe, expect, it } from 'vitest';
import { doc_to_text, judge_prompt } from '../../../../tasks/mathverse/mathverse.ts';
import { scoreFixture } from './score-fixture.ts';

const VERSIONS = [
  'text_dominant',
  'text_lite',
  'text_only',
  'vision_dominant',
  'vision_intensive',
  'vision_only',
];

describe('mathverse', () => {
  it.each(['mathverse_testmini', ...VERSIONS.map((version) => `mathverse_testmini_${version}`)])(
    '%s: the judge decides',
    async (task) => {
      const judgements = ['1', '0', '1', undefined, 'unsure'];
      const answers = ['B', '(C)', ' 2 ', 'B', ''];
      const fixture = await scoreFixture('mathverse', task, answers, judgements);
      const { prompts, parts, rows, metrics } = fixture;
      expect(prompts[0]).toBe('Directly answer. Which part is the root?');
      expect(parts[3]).toEqual(['image', 'text']);
      expect(parts[4]).toEqual(['text']);
      expect(rows[2]?.metrics['submission']).toMatchObject({ prediction: '2', true_false: true });
      expect(metrics['gpt_eval_score,none']).toBe(0.5);
      expect(metrics['gpt_eval_score_n,none']).toBe(4);
    },
  );

  it('puts a hint of the user before the question', () => {
    const settings = { shot_type: 'custom-prompt', hint: { 'multi-choice': 'Think.' } };
    const document = { question: 'Which?', question_type: 'multi-choice' };
    expect(doc_to_text(document, settings)).toBe('Think.\nQuestion: Which?');
  });

  it('shows the judge question, right answer and answer', () => {
    const prompt = judge_prompt({ question_for_eval: 'Which?', answer: 'B' }, [' C ']);
    expect(prompt).toMatch(/Question:\nWhich\?\n\nRight answer:\nB\n\nAnswer given:\nC\n/);
  });
});
