import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('tomato', () => {
  it('gives the share of right letters', async () => {
    const answers = ['Answer: B', 'C. four', 'falling', 'E', 'B'];
    const { prompts, parts, rows, metrics } = await scoreFixture('tomato', 'tomato', answers);
    expect(prompts[2]).toContain(
      `<question> \nWhat is the trend of the speed? \n</question>\n\n<options> \n{'A': "it's rising", 'B': 'falling', 'C': 'constant'} \n</options>`,
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['B', 'C', 'A', 'E', 'A']);
    expect(rows[2]?.metrics).toEqual({
      tomato_score: {
        question_id: 'velocity & frequency_2',
        score: 0,
        reason_type: 'velocity & frequency',
        demonstration_type: 'object',
      },
    });
    expect(rows[2]?.status).toBe('unparsed');
    expect(metrics['tomato_score,none']).toBe(0.6);
  });
});
