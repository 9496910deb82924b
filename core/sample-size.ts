import { EvalError } from './errors.ts';

/** Documents that `--limit` asks for: all at -1 or none given, a share below one, else a count. */
export function sampleSize(documents: number, limit: number | undefined): number | undefined {
  if (limit === undefined || limit === -1) return undefined;
  if (limit < 0 || Number.isNaN(limit)) {
    throw new EvalError(
      'spec-invalid',
      `Cannot take ${limit} documents: --limit is a count, a share below 1, or -1 for all.`,
    );
  }
  return limit > 0 && limit < 1 ? Math.ceil(documents * limit) : Math.trunc(limit);
}
