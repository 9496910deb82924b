import type { Box } from '../metrics/boxes.ts';

const NUMBER = '(-?\\d+(?:\\.\\d+)?)';
const FOUR_NUMBERS = new RegExp(
  `\\[\\s*${NUMBER},\\s*${NUMBER},\\s*${NUMBER},\\s*${NUMBER}\\s*\\]`,
);

/** The first four numbers in square brackets; undefined where there are none. */
export function parseBox(text: string): Box | undefined {
  const found = FOUR_NUMBERS.exec(text)?.slice(1).map(Number);
  return found === undefined ? undefined : (found as unknown as Box);
}
