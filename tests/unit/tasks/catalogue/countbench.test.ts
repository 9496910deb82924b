import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/countbench/countbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('countbench', () => {
  it('takes the number alone, in digits or as a word', async () => {
    const answers = ['two', '3.', 'FIVE', ' 8 ', 'There are 10'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'countbench',
      'countbench',
      answers,
    );
    expect(prompts[0]).toBe(
      'Look at the image carefully and count the objects. Answer with just a number, without any additional text. How many cups are there in this image?',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['2', '3', '5', '8', '10']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows.map((row) => row.metrics)).toEqual(
      [1, 0, 1, 1, 0].map((score) => ({ acc: score })),
    );
    expect(metrics['acc,none']).toBe(0.6);
  });

  it('knows the number words to twenty', () => {
    const score = (number: number, answer: string): unknown =>
      process_results({ number }, [answer])['acc'];
    expect([
      score(0, 'none'),
      score(0, 'Zero'),
      score(13, 'thirteen'),
      score(20, 'twenty'),
    ]).toEqual([1, 1, 1, 1]);
    expect([score(21, 'twenty-one'), score(7, ''), score(10, '1')]).toEqual([0, 0, 0]);
  });
});
