import { letterAt } from '../extractors/candidate-letter.ts';

/** `A. first`, `B. second`, …: one option per line unless another separator is given. */
export function letteredOptions(options: readonly string[], separator = '\n'): string {
  return options.map((text, index) => `${letterAt(index)}. ${text}`).join(separator);
}
