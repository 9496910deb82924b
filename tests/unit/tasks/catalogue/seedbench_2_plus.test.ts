import { expect, test } from 'vitest';
import { scoreFixture } from './score-fixture.ts';

test('seedbench_2_plus takes the first character, for charts, maps and web pages', async () => {
  const answers = ['a', 'B. Two', 'The map', 'D', 'B'];
  const { prompts, parts, rows, metrics } = await scoreFixture(
    'seedbench_2_plus',
    'seedbench_2_plus',
    answers,
  );
  expect(prompts[0]).toBe(
    "What does the page show?\nA. One\nB. Two\nC. Three\nD. Four\nAnswer with the option's letter from the given choices directly.",
  );
  expect(parts[0]).toEqual(['image', 'text']);
  expect(rows[3]?.metrics).toMatchObject({ seedbench_2_plus_Web: { pred: 'D', answer: 'D' } });
  expect(rows[2]?.status).toBe('unparsed');
  expect(metrics).toMatchObject({
    'seedbench_2_plus_Chart,none': 1,
    'seedbench_2_plus_Map,none': 0,
    'seedbench_2_plus_Web,none': 1,
    'seedbench_2_plus_all,none': 0.6,
  });
});
