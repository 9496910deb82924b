/* oxlint-disable no-control-regex -- finding control characters is the purpose of this file */

/**
 * Characters that reorder, hide or join text without being seen: controls (save tab and line feed),
 * soft hyphen, bidirectional controls, zero-width and filler characters, line separators, byte order
 * mark, annotation marks and invisible tags.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Surrogate}/gu;

/** A name with a right-to-left override reads as what it is: `model⟨U+202E⟩gpj`. */
export function showHiddenCharacters(text: string): string {
  return text.replaceAll(HIDDEN, (character) => `⟨U+${codePointOf(character)}⟩`);
}

function codePointOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
