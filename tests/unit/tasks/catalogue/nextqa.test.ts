import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGroup } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

describe('nextqa', () => {
  it('counts letters by the rule of MMMU', async () => {
    const answers = ['E', '(D) ride a bicycle', 'C.', 'it is yes I would say so', 'street'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'nextqa',
      'nextqa_mc_test',
      answers,
    );
    expect(prompts[0]).toBe(
      'why did the boy pick up the ball\nA. to throw it\nB. to hide it\nC. to eat it\nD. to clean it\nE. to give it to the dog',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual([4, 3, 2, 0, 1]);
    expect(rows.map((row) => row.metrics['exact_match'])).toEqual([1, 1, 1, 1, 0]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['exact_match,none']).toBe(0.8);
  });

  it.each(['nextqa_oe_test', 'nextqa_oe_val'])('%s compares the words that count', async (task) => {
    const answers = ['Throw it to a dog.', '3', 'Yes!', 'the garden', ''];
    const { prompts, rows, metrics } = await scoreFixture('nextqa', task, answers);
    expect(prompts[1]).toBe(
      'how many children are there\nAnswer a question using a short phrase or sentence.',
    );
    expect(rows.map((row) => row.metrics['content_words'])).toEqual([
      { score: 1, qtype: 'CW' },
      { score: 0, qtype: 'DC' },
      { score: 1, qtype: 'DB' },
      { score: 1, qtype: 'DL' },
      { score: 0, qtype: 'TN' },
    ]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics).toMatchObject({
      'content_words,none': 60,
      'WUPS,none': 'N/A',
      'WUPS_n,none': 0,
    });
  });

  it('is a group of three', () => {
    const { task } = loadGroup(resolve('tasks/nextqa/nextqa.yaml'));
    expect(task).toEqual(['nextqa_oe_test', 'nextqa_oe_val', 'nextqa_mc_test']);
  });
});
