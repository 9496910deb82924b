import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { compiledEntry } from '../../../activities/threads/compiled-entry.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'compiled-entry-'));
  writeFileSync(join(root, 'package.json'), '{}');
  mkdirSync(join(root, 'dist', 'activities'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

test('finds the built file in dist when it is asked from TypeScript source', () => {
  const built = join(root, 'dist', 'activities', 'work-thread.js');
  writeFileSync(built, '');
  const caller = pathToFileURL(join(root, 'activities', 'work.ts')).href;
  expect(compiledEntry(caller, './work-thread.ts').href).toBe(pathToFileURL(built).href);
});

test('finds the file beside the caller when it is asked from built code', () => {
  const built = join(root, 'dist', 'activities', 'work-thread.js');
  writeFileSync(built, '');
  const caller = pathToFileURL(join(root, 'dist', 'activities', 'work.js')).href;
  expect(compiledEntry(caller, './work-thread.ts').href).toBe(pathToFileURL(built).href);
});

test('says to build when the built file is missing', () => {
  const caller = pathToFileURL(join(root, 'activities', 'work.ts')).href;
  expect(() => compiledEntry(caller, './work-thread.ts')).toThrow(/npm run build/);
});
