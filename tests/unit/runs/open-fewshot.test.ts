import { expect, test } from 'vitest';
import { openFewshot } from '../../../activities/runs/open-fewshot.ts';
import type { Dataset } from '../../../activities/datasets/dataset.ts';
import type { TaskConfig } from '../../../core/task.ts';

const SAMPLES = ['a', 'b', 'c', 'd'].map((question) => ({ question }));
const nothing = { count: 0 } as Dataset;

function configOf(sampler: string): TaskConfig {
  return {
    task: 't',
    num_fewshot: 2,
    fewshot_config: { sampler, samples: SAMPLES },
  } as unknown as TaskConfig;
}

async function drawn(sampler: string, question: string, position: number, seed: number | null) {
  const fewshot = await openFewshot(
    { config: configOf(sampler), split: 'test', offset: 0 },
    nothing,
    seed,
  );
  return (await fewshot({ question }, position)).map((example) => example['question']);
}

test('examples of the task file are the first ones, without the document itself', async () => {
  expect(await drawn('first_n', 'z', 5, 1)).toEqual(['a', 'b']);
  expect(await drawn('first_n', 'a', 5, 1)).toEqual(['b', 'c']);
});

test('drawn ones depend on seed and document alone', async () => {
  const draws = await Promise.all(
    Array.from({ length: 20 }, (_, position) => drawn('default', 'z', position, 7)),
  );
  expect(await drawn('default', 'z', 3, 7)).toEqual(draws[3]);
  expect(new Set(draws.map(String)).size).toBeGreaterThan(3);
  expect(draws.flat().every((name) => SAMPLES.some(({ question }) => question === name))).toBe(
    true,
  );
});
