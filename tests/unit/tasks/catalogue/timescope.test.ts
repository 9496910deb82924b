import { describe, expect, it } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

describe.each(['timescope', 'longtimescope'])('%s', (task) => {
  it('gives the percentage of right letters', async () => {
    const answers = ['Answer: C', 'b', 'A. run, sit', 'It is F', 'not A but D'];
    const { config, prompts, parts, rows, metrics } = await scoreFixture(task, task, answers);
    expect(config.dataset_kwargs?.['cache_dir']).toBe(task);
    expect(prompts[1]).toBe('Which word is shown?\nA. Sun\nB. Moon\nC. Star\nD. Sky');
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['C', 'B', 'A', 'F', 'D']);
    expect(rows[1]?.metrics).toEqual({
      timescope_perception_score: {
        id: 'q1',
        length: task === 'timescope' ? 60 : 600,
        video: 'videos/60_1.mp4',
        task_type: 'OCR',
        pred_answer: '',
        pred: 'b',
        answer: 'B',
      },
    });
    expect(rows[1]?.status).toBe('unparsed');
    expect(metrics['timescope_perception_score,none']).toBe(80);
  });
});
