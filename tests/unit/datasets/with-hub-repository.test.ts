import { describe, expect, it } from 'vitest';
import { withHubRepository } from '../../../activities/datasets/hub/with-hub-repository.ts';
import { configOf } from './dataset-fixture.ts';

const URL = 'https://huggingface.co/datasets/org/set/resolve/main/data/a%20b.json';
const json = (data_files: unknown, more = {}) =>
  configOf('/tasks', {
    dataset_path: 'json',
    dataset_kwargs: { data_files: data_files as string, ...more },
  });

describe('data files given as addresses on the Hub', () => {
  it('are files of a repository at a revision', () => {
    expect(withHubRepository(json({ test: URL }, { field: 'rows' }))).toMatchObject({
      dataset_path: 'org/set',
      dataset_kwargs: { revision: 'main', field: 'rows', data_files: { test: 'data/a b.json' } },
    });
    // A run that pinned the commit reads that one.
    expect(withHubRepository(json([URL], { revision: 'abc' })).dataset_kwargs?.['revision']).toBe(
      'abc',
    );
  });

  it('may be written as the tools of the Hub write them', () => {
    const files = 'hf://datasets/org/set/sim_*_results.json';
    expect(withHubRepository(json({ train: files }))).toMatchObject({
      dataset_path: 'org/set',
      dataset_kwargs: { revision: 'main', data_files: { train: 'sim_*_results.json' } },
    });
    const atRevision = 'hf://datasets/org/set@refs%2Fpr%2F1/data/a b.json';
    expect(withHubRepository(json([atRevision])).dataset_kwargs).toEqual({
      revision: 'refs/pr/1',
      data_files: ['data/a b.json'],
    });
  });

  it('are left alone elsewhere, and refused when they are mixed', () => {
    for (const files of ['a.json', ['a.json', 'b.json'], 'https://example.com/a.json']) {
      const config = json(files);
      expect(withHubRepository(config)).toBe(config);
    }
    const other = 'https://huggingface.co/datasets/org/other/raw/main/a.json';
    for (const files of [
      [URL, 'a.json'],
      [URL, other],
    ]) {
      expect(() => withHubRepository(json(files))).toThrow(/lie in several places/);
    }
  });
});

it('knows the repositories that published task files name without their owner', () => {
  const config = configOf('/tasks', { dataset_path: 'gsm8k', dataset_name: 'main' });
  expect(withHubRepository(config)).toMatchObject({
    dataset_path: 'openai/gsm8k',
    dataset_name: 'main',
  });
});
