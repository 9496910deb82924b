import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSecretResolver, redactor } from '../activities/secrets.ts';

const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD/i;

/**
 * Secrets by name, and the function that masks their values in every error and log line. The file of
 * the embedded stack is read anew each time and goes before the environment: the command line writes
 * what its shell has now, while this process keeps what its own start had.
 */
export function createRedaction(dataDirectory: string | undefined): {
  readonly secrets: (name: string) => string | undefined;
  readonly redact: (text: string) => string;
} {
  const secretsFile = dataDirectory === undefined ? undefined : join(dataDirectory, 'secrets.json');
  const values = new Set<string>();
  for (const [name, value] of Object.entries(process.env)) {
    if (value && SECRET_NAME.test(name)) values.add(value);
  }
  let redact = redactor(values);
  return {
    redact: (text) => redact(text),
    secrets(name) {
      const hasFile = secretsFile !== undefined && existsSync(secretsFile);
      const fromFile = hasFile ? createSecretResolver({ environment: {}, secretsFile }) : undefined;
      const value = fromFile?.(name) ?? createSecretResolver({ environment: process.env })(name);
      if (value !== undefined && !values.has(value)) {
        values.add(value);
        redact = redactor(values);
      }
      return value;
    },
  };
}
