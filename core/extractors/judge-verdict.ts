import type { JsonObject, JsonValue } from '../json.ts';

export type ScoreRange = readonly [low: number, high: number];

const NUMBER = /-?\d+(?:\.\d+)?/g;
const AFFIRMATIVE = ['1', 'yes', 'true', 'correct'];

/** Whether a judge asked for 1 or 0 said 1. */
export function parseBinaryVerdict(reply: string): boolean {
  return reply.includes('1');
}

/** Whether a judge asked for yes or no said yes. */
export function parseYesVerdict(reply: string): boolean {
  return /\byes\b/i.test(reply);
}

/** Whether a judge left to its own words agreed; "incorrect" is no. */
export function parseAgreement(reply: string): boolean {
  const text = reply.toLowerCase().replaceAll('incorrect', '');
  return AFFIRMATIVE.some((word) => text.includes(word));
}

/** The first number of a reply, 0 where there is none, kept inside the range. */
export function parseJudgeScore(reply: string, range?: ScoreRange): number {
  const score = numbersIn(reply)[0] ?? 0;
  return range === undefined ? score : Math.min(range[1], Math.max(range[0], score));
}

/** The same as a share of the range; 0 where there is no number. */
export function parseJudgeShare(reply: string, [low, high]: ScoreRange): number {
  const score = numbersIn(reply)[0];
  return score === undefined ? 0 : Math.min(1, Math.max(0, (score - low) / (high - low)));
}

/** Scores of two answers; undefined unless the reply holds two numbers. */
export function parseComparison(reply: string): readonly [number, number] | undefined {
  const [first, second] = numbersIn(reply);
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** The JSON object in a reply, whatever stands around it; undefined where there is none. */
export function parseJudgeJson(reply: string): JsonObject | undefined {
  const from = reply.indexOf('{');
  const to = reply.lastIndexOf('}');
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(reply.slice(from, to + 1)) as { readonly [key: string]: JsonValue };
  } catch {
    return undefined;
  }
}

function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(NUMBER), ([number]) => Number(number));
}
