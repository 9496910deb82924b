import { describe, expect, it, test } from 'vitest';
import { checkArtifactKey, keySegment } from '../../../../core/artifact-key.ts';

describe('checkArtifactKey', () => {
  it.each(['runs/a/b.json', 'cache/0f/x=1/_y-2.jsonl', 'a'])('takes %s', (key) => {
    expect(checkArtifactKey(key)).toBe(key);
  });

  it.each([
    '',
    '/etc/passwd',
    '../secrets',
    'runs/../../x',
    'runs//x',
    'runs/x/',
    'a\\b',
    'a\u0000b',
    '%2e%2e/x',
    'C:/x',
    '.hidden',
    'runs/.tmp/x',
    'ä/x',
    'x'.repeat(600),
  ])('refuses %j', (key) => {
    expect(() => checkArtifactKey(key)).toThrow(/artifact key/);
  });
});

test('labels become segments that are valid and stay apart', () => {
  const labels = ['mme', 'a/b', 'a_b', 'a b', '../x', '.x', 'ä', 'x'.repeat(300), 'x'.repeat(301)];
  const segments = labels.map(keySegment);
  for (const segment of segments) expect(checkArtifactKey(segment)).toBe(segment);
  expect(new Set(segments).size).toBe(labels.length);
});
