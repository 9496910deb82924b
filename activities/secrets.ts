import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

import { EvalError, messageOf } from '../core/errors.ts';

/** Shorter values occur in ordinary text; masking them would garble it and hide nothing. */
const MIN_MASKED_LENGTH = 6;

/** The value of a secret by name, or undefined. */
export type SecretResolver = (name: string) => string | undefined;

export interface SecretResolverOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** JSON object of names and values, readable by its owner only. */
  readonly secretsFile?: string;
}

/** Environment first, then the file, which is read once and refused if others can read it. */
export function createSecretResolver(options: SecretResolverOptions): SecretResolver {
  const { environment, secretsFile } = options;
  const stored =
    secretsFile === undefined ? new Map<string, string>() : readSecretsFile(secretsFile);
  return (name) =>
    (Object.hasOwn(environment, name) ? nonEmpty(environment[name]) : undefined) ??
    nonEmpty(stored.get(name));
}

/** The same, throwing `secret-missing` with the ways to provide it. */
export function requireSecret(resolve: SecretResolver, name: string): string {
  const value = resolve(name);
  if (value !== undefined) return value;
  throw new EvalError(
    'secret-missing',
    `The secret ${name} is not set on this worker. Export the environment variable ${name}, or put it in the secrets file (mode 0600).`,
  );
}

/** Masks exact secret values in any text: errors, logs, recorded arguments. */
export function redactor(values: Iterable<string | undefined>): (text: string) => string {
  const masked = [...new Set(values)]
    .filter((value) => value !== undefined && value.length >= MIN_MASKED_LENGTH)
    // Longest first: a secret may begin with another one.
    .sort((left, right) => right!.length - left!.length) as string[];
  const forms = masked.flatMap((value) => [...new Set([value, encodeURIComponent(value)])]);
  return (text) => forms.reduce((current, value) => current.replaceAll(value, '***'), text);
}

function readSecretsFile(path: string): Map<string, string> {
  let text: string;
  let mode: number;
  try {
    const file = openSync(path, 'r');
    try {
      // Of the opened file, not of the path: it cannot be swapped in between.
      mode = fstatSync(file).mode;
      text = readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new EvalError('config-invalid', `Cannot read the secrets file: ${messageOf(error)}.`, {
      cause: error,
    });
  }
  // Windows has no such bits.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new EvalError(
      'config-invalid',
      `The secrets file ${path} can be read by others (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${path}`,
    );
  }
  return new Map(Object.entries(parse(path, text)));
}

function parse(path: string, text: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the file.
  }
  const isPlain =
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === 'string');
  if (!isPlain) {
    throw new EvalError(
      'config-invalid',
      `The secrets file ${path} must hold one JSON object of names and text values, such as {"OPENAI_API_KEY": "…"}.`,
    );
  }
  return value as Record<string, string>;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
