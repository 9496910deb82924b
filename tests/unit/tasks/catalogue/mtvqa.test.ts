import { describe, expect, it } from 'vitest';
import { process_docs } from '../../../../tasks/mtvqa/mtvqa.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mtvqa', () => {
  it('asks every question of a picture and gives the share of right answers in per cent', async () => {
    const answers = [
      '3,50 €.',
      'HÔTEL DU LAC, Annecy',
      'Über',
      '東京駅です',
      '500円',
      'القاهرة',
      '500원입니다',
    ];
    const fixture = await scoreFixture('mtvqa', 'mtvqa', answers);
    const { documents, prompts, parts, rows, metrics } = fixture;
    expect(documents.map((document) => document['question_id'])).toEqual([
      'FR_0_0',
      'FR_0_1',
      'DE_0_0',
      'JA_0_0',
      'JA_0_1',
      'AR_0_0',
      'KR_0_0',
    ]);
    expect(prompts[2]).toBe(
      'Was steht auf dem Schild?\nAnswer the question using a word or phrase in the language of the question.',
    );
    expect(parts[1]).toEqual(['image', 'text']);
    expect(rows[1]?.target).toBe('Hôtel du Lac');
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows.map((row) => row.metrics['mtvqa_score'])).toEqual([
      { category: 'FR', score: 1 },
      { category: 'FR', score: 1 },
      { category: 'DE', score: 0 },
      { category: 'JA', score: 1 },
      { category: 'JA', score: 0 },
      { category: 'AR', score: 1 },
      { category: 'KR', score: 1 },
    ]);
    expect(metrics['mtvqa_score,none']).toBeCloseTo((100 * 5) / 7, 10);
    // The error is in per cent too: sqrt(5 * 2 / 7 / 6 / 7).
    expect(metrics['mtvqa_score_stderr,none']).toBeCloseTo(100 * Math.sqrt(10 / 294), 10);
  });

  it('reads the questions as Python or JSON print them, and leaves out incomplete ones', () => {
    const json = '[{"question": "Wo?", "answer": " hier "}, {"question": "Wann?", "answer": ""}]';
    expect(process_docs({ id: '', lang: null, qa_pairs: json, image: null }, 7)).toEqual([
      {
        question_id: 'mtvqa_7_0',
        id: 'mtvqa_7',
        category: 'unknown',
        question: 'Wo?',
        answer: 'hier',
        image: null,
      },
    ]);
    expect(() => process_docs({ id: 'x', qa_pairs: 'no list' }, 0)).toThrow(
      /column "qa_pairs" must hold a list of questions with answers, received "no list"/,
    );
  });
});
