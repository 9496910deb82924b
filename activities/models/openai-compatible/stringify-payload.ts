import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../core/json.ts';

/** Nobody who writes a prompt can know it. */
const PLACE = randomUUID();
const LONG_CHARS = 4096;

/**
 * JSON as JSON.stringify writes it. Pictures are put in afterwards: looking through megabytes of base64
 * for characters to escape is most of what a request with media costs.
 */
export function stringifyPayload(payload: JsonObject): string {
  const pictures: string[] = [];
  const text = JSON.stringify(payload, (key, value: unknown) => {
    if (key !== 'url' || !isPlainData(value)) return value;
    pictures.push(value);
    return PLACE;
  });
  const [start = '', ...rest] = text.split(PLACE);
  return rest.reduce((whole, part, index) => whole + pictures[index]! + part, start);
}

function isPlainData(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > LONG_CHARS &&
    value.startsWith('data:image/') &&
    !value.includes('"') &&
    !value.includes('\\')
  );
}
