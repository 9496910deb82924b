import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';
import { explainDiskError } from '../../deploy/dev-server/explain-disk-error.ts';
import { withFileLock } from '../../deploy/dev-server/file-lock.ts';
import type { Environment } from './resolve-evaluations.ts';

export interface ShareSecretsOptions {
  readonly dataDirectory: string;
  /** Variables that the evaluation may need; those that are not set here are left alone. */
  readonly names: readonly string[];
  readonly environment: Environment;
  readonly log: (message: string) => void;
}

/**
 * Gives values of this shell to the workers of the embedded stack, which may have been started from
 * another one: merged into `secrets.json`, which only this user can read and workers read by name.
 * Resolves to the names handed over.
 */
export async function shareSecrets(options: ShareSecretsOptions): Promise<string[]> {
  const { names, environment, log } = options;
  const given = Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  if (Object.keys(given).length === 0) return [];
  const path = join(options.dataDirectory, 'secrets.json');
  const lock = { path: `${path}.lock`, purpose: 'adds secrets', log };
  await withFileLock(lock, async () => {
    const stored = await readSecrets(path);
    const isKnown = Object.entries(given).every(([name, value]) => stored[name] === value);
    if (!isKnown) await writeSecrets(path, { ...stored, ...given });
  });
  return Object.keys(given);
}

async function readSecrets(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new EvalError('config-invalid', `Cannot read the secrets file: ${messageOf(error)}.`, {
      cause: error,
    });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, string>;
    }
  } catch {
    // The parser's message would quote the file.
  }
  throw new EvalError(
    'config-invalid',
    `Cannot add to the secrets file ${path}: it is not a JSON object of names and values. Mend or remove it.`,
  );
}

/** Written aside with its final mode: nobody sees half a file, nor a moment in which it is open to others. */
async function writeSecrets(path: string, secrets: Readonly<Record<string, string>>) {
  const aside = `${path}.${randomUUID()}`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw explainDiskError(error, 'hand secrets to the workers', path);
  }
}
