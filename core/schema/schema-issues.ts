import type { z } from 'zod';
import { didYouMean } from '../nearest-name.ts';

/** One thing wrong with a parsed file, at a path of keys and list positions. */
export interface SchemaIssue {
  readonly path: readonly (string | number)[];
  /** Without a full stop; begins in lower case. */
  readonly message: string;
}

/** Zod's issues as sentences; an unknown key is placed at the key itself and gets the nearest valid one. */
export function schemaIssues(error: z.ZodError, knownKeys: readonly string[]): SchemaIssue[] {
  return error.issues.flatMap((issue): SchemaIssue[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code !== 'unrecognized_keys') return [{ path, message: lowerFirst(issue.message) }];
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key "${key}".${didYouMean(key, knownKeys)}`.replace(/\.$/, ''),
    }));
  });
}

function lowerFirst(message: string): string {
  return message
    .replace(/^Invalid input: /, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}
