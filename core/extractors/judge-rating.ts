import type { ScoreRange } from './judge-verdict.ts';

const RATING = /rating\W{0,8}(\d{1,3}(?:\.\d{1,3})?)(?![\d.]*\d)/gi;

/** The number that a judge gave behind its last "Rating:"; undefined where there is none in the range. */
export function parseRating(reply: string, [low, high]: ScoreRange): number | undefined {
  const written = Array.from(reply.matchAll(RATING)).at(-1)?.[1];
  const rating = written === undefined ? Number.NaN : Number(written);
  return rating >= low && rating <= high ? rating : undefined;
}
