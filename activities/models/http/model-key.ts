import { createHash } from 'node:crypto';

import { canonicalJson } from '../../../core/json.ts';

/** One key for equal answers: the adapter, its version, and all arguments that can change an answer. */
export function modelKeyOf(
  adapter: string,
  version: number,
  deciding: Readonly<Record<string, unknown>>,
): string {
  const facts = { adapter, version, ...deciding };
  return createHash('sha256').update(canonicalJson(facts)).digest('hex').slice(0, 24);
}
