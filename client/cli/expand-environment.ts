import { EvalError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { isSecretName } from './secret-names.ts';

export interface ExpansionContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** File and line, for errors. */
  readonly where: string;
  /** Only the `env` mapping may hold secrets; everything else is recorded with the results. */
  readonly maySecrets: boolean;
}

const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}/g;

/**
 * `${NAME}` and `${NAME:-default}` (also for an empty variable) in every text of a value; `$${`
 * stands for a literal `${`.
 */
export function expandEnvironment(value: JsonValue, context: ExpansionContext): JsonValue {
  if (typeof value === 'string') return expandText(value, context);
  if (Array.isArray(value)) return value.map((item: JsonValue) => expandEnvironment(item, context));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, expandEnvironment(item, context)]),
  );
}

export function expandText(text: string, context: ExpansionContext): string {
  return text.replaceAll(
    REFERENCE,
    (whole: string, name?: string, fallbackPart?: string, fallback?: string) => {
      if (name === undefined) return whole.slice(1);
      if (isSecretName(name) && !context.maySecrets) throw secretOutOfPlace(name, context);
      const value = context.environment[name];
      if (value !== undefined && (value !== '' || fallbackPart === undefined)) return value;
      if (fallbackPart !== undefined) return fallback ?? '';
      throw new EvalError(
        'config-invalid',
        `${context.where}: the environment variable ${name} is not set. Set it, or write \${${name}:-default}.`,
      );
    },
  );
}

function secretOutOfPlace(name: string, context: ExpansionContext): EvalError {
  return new EvalError(
    'config-invalid',
    `${context.where}: \${${name}} looks like a secret and would be recorded with the results. Secrets are given by name: write api_key_env=${name} in model_args, or set it in the env mapping.`,
  );
}
