import { EvalError } from '../../core/errors.ts';

/** Largest seed numpy accepts. */
const MAXIMUM_SEED = 4_294_967_295;

/**
 * [python, numpy, torch, few-shot]: one value for all four, three leave the few-shot seed at its
 * default 1234, `None` leaves one unset.
 */
export function parseSeeds(raw: unknown, where: string): (number | null)[] {
  const parts: unknown[] = Array.isArray(raw)
    ? raw
    : typeof raw === 'string'
      ? raw.replace(/^\[(.*)\]$/s, '$1').split(',')
      : [raw];
  if (parts.length !== 1 && parts.length !== 3 && parts.length !== 4) {
    throw new EvalError(
      'spec-invalid',
      `${where} takes one, three or four seeds separated by commas, but got ${parts.length}: ${JSON.stringify(raw)}.`,
    );
  }
  const seeds = parts.map((part) => parseSeed(part, where));
  if (seeds.length === 1) return [0, 0, 0, 0].map(() => seeds[0] ?? null);
  return seeds.length === 3 ? [...seeds, 1234] : seeds;
}

function parseSeed(part: unknown, where: string): number | null {
  if (part === null) return null;
  const text = typeof part === 'string' || typeof part === 'number' ? String(part).trim() : '';
  if (/^(none|null)$/i.test(text)) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > MAXIMUM_SEED) {
    throw new EvalError(
      'spec-invalid',
      `${where} takes whole numbers from 0 to ${MAXIMUM_SEED} or None, but got "${text.slice(0, 40)}".`,
    );
  }
  return value;
}
