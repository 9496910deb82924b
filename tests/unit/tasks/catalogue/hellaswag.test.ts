import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('hellaswag', () => {
  it('compares the endings, without the marks of WikiHow', async () => {
    const picks = [0, 1, 2, 0, 1];
    const likely = picks.map((best) =>
      [0, 1, 2, 3].map((choice): [number, boolean] => [choice === best ? -2 : -9, false]),
    );
    const { prompts, documents, rows, metrics } = await scoreFixture(
      'hellaswag',
      'hellaswag',
      likely,
    );
    expect(prompts[0]).toBe('Baking cookies: A woman opens an oven. She');
    expect(prompts[1]).toBe('Home and Garden: How to water plants. Fill a can.');
    expect(documents[0]).toMatchObject({
      gold: 0,
      choices: ['takes out a tray of cookies.', 'drives a car.', 'swims away.', 'paints a wall.'],
    });
    expect(rows.map((row) => row.target)).toEqual([0, 1, 2, 3, 0]);
    expect(metrics['acc,none']).toBe(0.6);
    expect(metrics).toHaveProperty('acc_norm,none');
  });
});
