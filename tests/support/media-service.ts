import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMediaService, type MediaService } from '../../activities/media/media-service.ts';

let shared: MediaService | undefined;

/** One per test process, with a cache folder that goes with it. */
export function testMediaService(): MediaService {
  if (shared !== undefined) return shared;
  const cacheFolder = mkdtempSync(join(tmpdir(), 'assay-media-'));
  shared = createMediaService({ cacheFolder, maxCacheBytes: 1024 ** 3 });
  process.once('exit', () => rmSync(cacheFolder, { recursive: true, force: true }));
  return shared;
}
