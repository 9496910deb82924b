import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';

const SECRET_WORDS = /KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL/i;

/** Names of environment variables whose value is shown as asterisks. */
export function isSecretName(name: string): boolean {
  return SECRET_WORDS.test(name);
}

/** Always eight asterisks: the length of a secret is nobody's business either. */
export function maskValue(name: string, value: string): string {
  return isSecretName(name) && value !== '' ? '********' : value;
}

/** Model arguments that hold a credential; `max_new_tokens` or `image_token` are not among them. */
const SECRET_ARGUMENT =
  /^(?:.*_)?(?:api_?key|secret(?:_access)?(?:_key)?|password|passwd|bearer|(?:access|auth|hf|hub|api)_token)$|^(?:key|token)$/i;

/** What people write where a local server wants some key but checks none. */
const PLACEHOLDER = /^(?:|empty|none|null|dummy|no-?key|not-?needed)$/i;

const REFERENCE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}$/;
const URL_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]+@/i;

/**
 * Model arguments fit to be recorded: `api_key=${NAME}` becomes `api_key_env=NAME`, placeholder keys
 * go away, and literal credentials are refused.
 */
export function secretsByName(args: JsonObject): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'string' && URL_PASSWORD.test(value)) throw passwordInUrl(name);
    if (!SECRET_ARGUMENT.test(name) || typeof value === 'boolean' || value === null) {
      entries.push([name, value]);
      continue;
    }
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (PLACEHOLDER.test(text)) continue;
    const variable = REFERENCE.exec(text)?.[1];
    if (variable === undefined) throw literalSecret(name);
    entries.push([`${name}_env`, variable]);
  }
  return Object.fromEntries(entries);
}

function literalSecret(name: string): EvalError {
  return new EvalError(
    'spec-invalid',
    `Cannot take a literal ${name} in model_args: arguments are recorded with the results. Put it into an environment variable and name that: ${name}_env=NAME.`,
  );
}

export function passwordInUrl(name: string): EvalError {
  return new EvalError(
    'spec-invalid',
    `Cannot take ${name} with a password inside its URL: it would be recorded with the results. Leave the password out and give it by an environment variable.`,
  );
}

export function hasPassword(url: string): boolean {
  return URL_PASSWORD.test(url);
}
