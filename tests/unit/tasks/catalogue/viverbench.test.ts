import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/viverbench/viverbench.ts';
import { scoreFixture } from './score-fixture.ts';

describe('viverbench', () => {
  it('gives the share of right verdicts, an unreadable one being wrong', async () => {
    const answers = [
      '{"answer": true}',
      'Explanation: fits.\n```json\n{"answer": false}\n```',
      'Yes.',
      'perhaps',
      'The answer: false',
    ];
    const fixture = await scoreFixture('viverbench', 'viverbench', answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toBe('Is the picture as described? Reply in JSON with the key answer.');
    expect(parts[1]).toEqual(['image', 'image', 'text']);
    expect(rows[1]?.metrics['viverbench_acc']).toEqual({
      prompt_id: 'p1',
      task: 'counting',
      target_answer: false,
      pred_answer: false,
      raw_response: answers[1],
      is_correct: true,
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
    expect(metrics).toMatchObject({ 'viverbench_acc,none': 0.6, 'viverbench_acc_n,none': 5 });
  });

  it('refuses a document without a verdict', () => {
    expect(() => process_results({ answer: null }, ['true'])).toThrow(/expected true or false/);
    expect(process_results({ answer: 'False' }, ['no'])).toMatchObject({
      viverbench_acc: { is_correct: true },
    });
  });
});
