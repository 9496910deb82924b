/* oxlint-disable no-control-regex -- finding control characters is the purpose of this file */

/** Colours that `paint` writes; the only escape sequences that reach a terminal. */
const OWN_STYLE = /\u001B\[(?:1|2|22|31|32|39)m/g;

/** Other escape sequences as a whole: CSI, OSC (ended by BEL or ST, or never), and two-character ones. */
const ESCAPE =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]?|(?:\u001B\]|\u009D)[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]?/g;

/** C0 and C1 controls except tab and line feed. */
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Marks that reorder or hide text: bidirectional controls, zero-width characters, byte order mark. */
const INVISIBLE = /[\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

/** Text that cannot move the cursor, recolour, retitle or reorder a terminal; tab and line feed stay. */
export function sanitizeText(text: string): string {
  let result = '';
  let position = 0;
  for (const match of text.matchAll(OWN_STYLE)) {
    result += strip(text.slice(position, match.index)) + match[0];
    position = match.index + match[0].length;
  }
  return result + strip(text.slice(position));
}

/** A name from outside on one line: no styles, line breaks or tabs at all. */
export function sanitizeLine(text: string): string {
  return strip(text)
    .replaceAll(/[\n\t]+/g, ' ')
    .trim();
}

function strip(text: string): string {
  return text.replaceAll(ESCAPE, '').replaceAll(CONTROL, '').replaceAll(INVISIBLE, '');
}
