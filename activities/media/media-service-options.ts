import { join } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import type { MediaServiceOptions } from './media-service.ts';

const GIB = 1024 ** 3;
const DEFAULT_CACHE_GIB = 20;

/** What the operator of a worker says about media: ASSAY_MEDIA_CACHE_GB. */
export function mediaServiceOptions(
  environment: Readonly<Record<string, string | undefined>>,
  cacheDirectory: string,
): MediaServiceOptions {
  const given = environment['ASSAY_MEDIA_CACHE_GB']?.trim() ?? '';
  const gibibytes = given === '' ? DEFAULT_CACHE_GIB : Number(given);
  if (!(gibibytes > 0) || !Number.isFinite(gibibytes)) {
    throw new EvalError(
      'config-invalid',
      `Cannot use ASSAY_MEDIA_CACHE_GB=${given.slice(0, 40)}: expected a size in gibibytes above 0, such as ${DEFAULT_CACHE_GIB}.`,
    );
  }
  return { cacheFolder: join(cacheDirectory, 'media'), maxCacheBytes: gibibytes * GIB };
}
