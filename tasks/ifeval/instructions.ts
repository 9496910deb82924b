import { FORM_CHECKS } from './form-checks.ts';
import type { Check } from './settings.ts';
import { WORD_CHECKS } from './word-checks.ts';

/** The 25 kinds of instructions, by the names the data use. */
export const INSTRUCTIONS: ReadonlyMap<string, Check> = new Map(
  Object.entries({ ...WORD_CHECKS, ...FORM_CHECKS }),
);
