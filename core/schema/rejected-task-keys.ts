import type { JsonValue } from '../json.ts';
import type { SchemaIssue } from './schema-issues.ts';

/** Keys that mean something elsewhere but nothing here: refused with what to write instead. */
const REJECTED: Readonly<Record<string, string>> = {
  class:
    'tasks written as Python classes cannot run here: write the functions in a TypeScript file beside this one and name them with "!function file.name"',
  use_prompt: 'prompts from promptsource are not supported: write the prompt in doc_to_text',
};

export function rejectedTaskKeys(raw: Readonly<Record<string, JsonValue>>): SchemaIssue[] {
  return Object.keys(raw).flatMap((key): SchemaIssue[] => {
    const reason = Object.hasOwn(REJECTED, key) ? REJECTED[key] : undefined;
    return reason === undefined ? [] : [{ path: [key], message: `key "${key}": ${reason}` }];
  });
}
