import { expect, test } from 'vitest';
import { generationParameters } from '../../../../core/generation-parameters.ts';

test('the names of generation_kwargs become parameters and the rest is passed on', () => {
  const kwargs = {
    until: ['\n', ''],
    max_new_tokens: 16,
    temperature: '0.5',
    top_p: 0.9,
    num_beams: 1,
    seed: 3,
  };
  expect(generationParameters(kwargs)).toEqual({
    stop: ['\n'],
    maxNewTokens: 16,
    temperature: 0.5,
    topP: 0.9,
    seed: 3,
    extra: { num_beams: 1 },
  });
});

test('do_sample: false is greedy whatever the temperature says', () => {
  expect(generationParameters({ do_sample: false, temperature: 0.7 }).temperature).toBe(0);
});

test('a single stop string and nothing at all are both understood', () => {
  expect(generationParameters({ until: '###' }).stop).toEqual(['###']);
  expect(generationParameters({})).toEqual({ stop: [], temperature: 0, extra: {} });
});
