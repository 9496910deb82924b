import { EvalError } from '../../../core/errors.ts';
import type { MediaLimits } from './media-limits.ts';

export function refuseBeyond(
  path: string,
  limit: keyof MediaLimits,
  value: number,
  most: number,
): void {
  if (!(value > most)) return;
  throw new EvalError(
    'media-unsupported',
    `Cannot read ${path}: it needs ${Math.ceil(value)}, the limit ${limit} is ${most}. Use a smaller file, or raise the limit.`,
  );
}

export function unreadable(path: string, what: string, cause?: unknown): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot read the media file ${path}: ${what}. Replace the file or drop the document.`,
    { cause },
  );
}

export function missingStream(path: string, kind: 'video' | 'audio'): EvalError {
  return new EvalError(
    'media-unsupported',
    `Cannot read ${kind} from ${path}: the file holds no ${kind} stream. Check that the document names the right file.`,
  );
}
