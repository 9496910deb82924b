import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Per-user folder for tools that are costly to build: `ASSAY_CACHE_DIR`, else the XDG cache. */
export function cacheDirectoryFrom(environment: Environment = process.env): string {
  const own = environment['ASSAY_CACHE_DIR'];
  if (own) return resolve(own);
  return resolve(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'assay');
}
