import { trimPython } from '../filters/python-text.ts';

/** How an answer may name one of four options, the surest first. A letter that begins a word names none. */
const FORMS: readonly RegExp[] = [
  /answer\s+is\s+([abcd])\b/,
  /answer:\s*([abcd])\b/,
  // Before words of an option: "(C) Choose a dress." is no A.
  /^\(?([abcd])[).。]/,
  /choose\s+([abcd])\b/,
  /option\s+([abcd])\b/,
  /\(([abcd])\)/,
  /^([abcd])\b/,
];

/** The option an answer names, in any case of letters; undefined where it names none. */
export function parseStatedLetter(answer: string): string | undefined {
  const text = trimPython(answer.toLowerCase());
  for (const form of FORMS) {
    const letter = form.exec(text)?.[1];
    if (letter !== undefined) return letter.toUpperCase();
  }
  return undefined;
}

/** The option a target names that is written as "(A) text", else the target in capitals. */
export function targetLetter(target: string): string {
  const text = trimPython(target).toUpperCase();
  return /^\(?([ABCD])\)/.exec(text)?.[1] ?? text;
}
