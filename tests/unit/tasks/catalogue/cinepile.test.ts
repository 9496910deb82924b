import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe('cinepile', () => {
  it('counts letters, and letters with the right text', async () => {
    const answers = ['c', '**Answer:** A) Hostile', 'Answer: E) A radio', 'A dance', 'I say D'];
    const { prompts, parts, rows, metrics } = await scoreFixture('cinepile', 'cinepile', answers);
    expect(prompts[0]).toMatch(/^You will be provided with subtitles from a specific scene/);
    expect(prompts[0]).toContain(
      '\t**Answer:** <Option_key>\n\n**Subtitles:**\nHello there.\nGo away.\n\nWhy does she leave the room?\n- A) The noise\n- B) The smoke\n- C) A call\n- D) The dog\n- E) Her sister\n\nNote: Follow the output format',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[0]?.target).toBe('C) A call');
    expect(rows[2]?.metrics).toEqual({
      cinepile_accuracy: {
        question: 'What stands on the table?',
        question_category: 'Setting and\nTechnical Analysis',
        hard_split: 'False',
        correct: 0,
        answer: 'E',
        raw_response: 'Answer: E) A radio',
        response_ext_number: 'E',
        response_ext_text: 'A radio',
      },
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'unparsed']);
    expect(metrics['cinepile_accuracy,none']).toBe(60);
  });
});
