import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { createSecretResolver, redactor, requireSecret } from '../../../activities/secrets.ts';

const folder = await mkdtemp(join(tmpdir(), 'assay-secrets-'));
afterAll(() => rm(folder, { recursive: true }));

const secretsFile = join(folder, 'secrets.json');
await writeFile(secretsFile, JSON.stringify({ KEY: 'from-file', OTHER: 'other' }), { mode: 0o600 });

test('the environment comes before the file, and an empty value counts as none', () => {
  const resolve = createSecretResolver({
    environment: { KEY: 'from-env', OTHER: '' },
    secretsFile,
  });
  expect(resolve('KEY')).toBe('from-env');
  expect(resolve('OTHER')).toBe('other');
  expect(resolve('toString')).toBeUndefined();
  expect(createSecretResolver({ environment: {} })('KEY')).toBeUndefined();
});

test('a file that others can read is refused with the remedy', async () => {
  const open = join(folder, 'open.json');
  await writeFile(open, '{}');
  await chmod(open, 0o640);
  expect(() => createSecretResolver({ environment: {}, secretsFile: open })).toThrow(
    /mode 640.*chmod 600/,
  );
});

test('a file that is missing or malformed is refused without quoting it', async () => {
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"KEY": "sk-very-secret"', { mode: 0o600 });
  const open = (path: string) => () => createSecretResolver({ environment: {}, secretsFile: path });
  expect(open(broken)).toThrow(/must hold one JSON object/);
  expect(open(broken)).not.toThrow(/sk-very-secret/);
  expect(open(join(folder, 'none.json'))).toThrow(/ENOENT/);
});

test('a required secret that is missing names the variable', () => {
  const resolve = createSecretResolver({ environment: { A: 'x' } });
  expect(requireSecret(resolve, 'A')).toBe('x');
  expect(() => requireSecret(resolve, 'B')).toThrow(
    expect.objectContaining({ code: 'secret-missing' }),
  );
});

test('secret values are masked wherever they stand, the longest first', () => {
  const mask = redactor(['secret-1', 'secret-123', 'a/b+c=dd', 'x', undefined]);
  expect(mask('key secret-123, old secret-1')).toBe('key ***, old ***');
  expect(mask('?key=a%2Fb%2Bc%3Ddd&x=1')).toBe('?key=***&x=1');
});
