import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('vpct reads the bucket, and says how often an answer names one', async () => {
  const answers = ['answer(1)', 'Bucket 1, no: Answer ( 3 )', 'bucket 2', '12', 'I think 2 of 3'];
  const { prompts, parts, rows, metrics } = await scoreFixture('vpct', 'vpct', answers);
  expect(prompts[0]).toBe(
    'You are an expert physics simulator. Looking at this image of a ball-and-bucket simulation, predict which bucket (numbered 1, 2, or 3 from left to right) the ball will eventually fall into.\nRespond with answer(X), where X is 1, 2, or 3.',
  );
  expect(parts[0]).toEqual(['image', 'text']);
  expect(rows.map((row) => row.target)).toEqual(['1', '3', '2', '2', '1']);
  const record = {
    sim_id: 4,
    prediction: '12',
    predicted_bucket: null,
    target_bucket: 2,
    is_correct: false,
  };
  expect(rows[3]?.metrics).toEqual({ vpct_accuracy: record, vpct_answered_rate: record });
  expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
  expect(metrics).toMatchObject({ 'vpct_accuracy,none': 0.6, 'vpct_answered_rate,none': 0.8 });
});
