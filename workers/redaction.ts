import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createSecretResolver, redactor } from '../activities/secrets.ts';

const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD/i;

/**
 * Secrets of this process by name, and the function that masks their values in every error and log
 * line. The embedded stack's file is looked at again on a miss: the command line may have added one.
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
      const resolve = createSecretResolver({
        environment: process.env,
        ...(hasFile ? { secretsFile } : {}),
      });
      const value = resolve(name);
      if (value !== undefined && !values.has(value)) {
        values.add(value);
        redact = redactor(values);
      }
      return value;
    },
  };
}
