import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { readText } from '../../core/read-column.ts';
import { sha256 } from '../../core/text/sha256.ts';

/**
 * A column of the dataset in plain text. It is kept as base64 of the text XORed with the repeated SHA-256
 * of the row's canary, so that it is not found in training data.
 */
export function decryptColumn(document: EvalDocument, column: string): string {
  const canary = readText(document, 'canary');
  // Copies of the data keep the canary itself as base64.
  const passwords = [canary, decodeText(canary)].filter((text) => text !== undefined);
  const cipher = decodeBase64(readText(document, column));
  for (const password of passwords) {
    const key = sha256(new TextEncoder().encode(password));
    const text =
      cipher === undefined
        ? undefined
        : utf8(cipher.map((byte, at) => byte ^ key[at % key.length]!));
    if (text !== undefined) return text;
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot decrypt the column "${column}" of BrowseComp: it is no base64 of a text that the row's canary opens. Check the file.`,
  );
}

function decodeText(base64: string): string | undefined {
  const bytes = decodeBase64(base64);
  const text = bytes === undefined ? undefined : utf8(bytes);
  return text === undefined || /\p{C}/u.test(text) ? undefined : text;
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
