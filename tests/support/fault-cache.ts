import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeLedgerLine, encodeLedgerLine } from '../../core/ledger-line.ts';

/** Files of a response cache in a `file://` store, by what they hold. */
function cacheFiles(folder: string, end: '.jsonl' | '.idx'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
}

/** Flips one bit in the text of the answer of every stored row; returns how many. */
export function flipEveryAnswer(folder: string): number {
  let flipped = 0;
  for (const path of cacheFiles(folder, '.jsonl')) {
    const bytes = readFileSync(path);
    const marker = '"output":"';
    for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) {
      const place = at + marker.length;
      bytes[place] = bytes[place]! ^ 1;
      flipped += 1;
    }
    writeFileSync(path, bytes);
  }
  return flipped;
}

/** Makes every key of every index point to the row of its neighbour, with proper checksums. */
export function rotateIndexes(folder: string): number {
  let rotated = 0;
  for (const path of cacheFiles(folder, '.idx')) {
    const lines = readFileSync(path, 'utf8').split('\n');
    const entries = lines
      .filter((line) => line !== '')
      .map((line) => decodeLedgerLine(line) as [string, number, number]);
    const moved = entries.map(([key], index) => {
      const [, offset, length] = entries[(index + 1) % entries.length]!;
      return encodeLedgerLine([key, offset, length]);
    });
    if (entries.length > 1) rotated += entries.length;
    writeFileSync(path, moved.join(''));
  }
  return rotated;
}

/** Gives every stored row the key of its neighbour, as a collision of keys would look like. */
export function swapRowKeys(folder: string): number {
  let swapped = 0;
  for (const path of cacheFiles(folder, '.jsonl')) {
    const text = readFileSync(path, 'utf8');
    const keys = [...text.matchAll(/"key":"([0-9a-f]{64})"/g)].map((match) => match[1]!);
    let index = 0;
    const changed = text.replace(/"key":"[0-9a-f]{64}"/g, () => {
      index += 1;
      return `"key":"${keys[index % keys.length]}"`;
    });
    if (keys.length > 1) swapped += keys.length;
    writeFileSync(path, changed);
  }
  return swapped;
}
