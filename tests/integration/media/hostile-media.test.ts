import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileOpener } from '../../../activities/datasets/create-file-opener.ts';
import { resolveMedia } from '../../../activities/datasets/resolve-media.ts';
import { createMediaService, type MediaService } from '../../../activities/media/media-service.ts';
import { anonymousMemory } from '../../../activities/media/video/decoder/process-memory.ts';
import { isEvalError } from '../../../core/errors.ts';
import type { Media } from '../../../core/media.ts';
import { HARMLESS, writeHostileMedia } from '../../support/hostile-media.ts';

/** Of this process, which decodes nothing: what one file may leave behind at most. */
const MAX_GROWTH_BYTES = 300 * 1024 * 1024;

/** What a decoder is killed at, and what it can take between two looks. */
const MAX_CHILD_BYTES = 2048 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'assay-hostile-'));
let asked = 0;
const canary = createServer((_request, response) => {
  asked += 1;
  response.end();
});
let names: string[] = [];
let service: MediaService;

beforeAll(async () => {
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  const { port } = canary.address() as AddressInfo;
  const data = join(folder, 'data');
  mkdirSync(data);
  names = await writeHostileMedia(data, `http://127.0.0.1:${port}/canary.png`);
  service = createMediaService({
    cacheFolder: join(folder, 'cache'),
    maxCacheBytes: 1024 ** 3,
    limits: { deadlineMs: 20_000 },
  });
});
afterAll(() => {
  service.close();
  canary.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What becomes of a medium that a model of every kind asks for. */
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'sent';
  } catch (error) {
    return isEvalError(error) ? error.code : `not ours: ${String(error)}`;
  }
}

const picture = { format: 'png', quality: 85 } as const;
const accepts = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

async function tryAll(media: Media): Promise<string[]> {
  switch (media.kind) {
    case 'image':
      return [
        await outcome(() => service.image(media, { ...picture, accepts })),
        await outcome(() => service.image(media, { ...picture, accepts: [] })),
      ];
    case 'video':
      return [await outcome(() => service.frames(media, { ...picture, frames: 4 }))];
    case 'audio':
      return [
        await outcome(() => service.audio(media, { accepts: [], rate: 16_000, channels: 1 })),
      ];
    default:
      return [await outcome(() => service.pages(media, { ...picture, dpi: 144 }))];
  }
}

test('no file made to be trouble goes beyond the caps, and each fails with its own status', async () => {
  expect(names.length).toBeGreaterThan(80);
  const { openFile } = createFileOpener({
    openStore: () => {
      throw new Error('no store');
    },
  });
  const seen: Record<string, string> = {};
  let peak = process.memoryUsage.rss();
  const before = peak;
  let childPeak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
    childPeak = Math.max(childPeak, ...childrenOf(process.pid).map((pid) => anonymousMemory(pid)));
  }, 50);
  for (const name of names) {
    const found = await outcome(async () => {
      const media = await resolveMedia(name, { openFile, root: join(folder, 'data') });
      seen[name] = (await tryAll(media)).join(' ');
    });
    seen[name] ??= found;
  }
  clearInterval(watch);
  const odd = Object.entries(seen).filter(([name, codes]) => {
    const allowed = HARMLESS.has(name)
      ? /^(?:sent|media-\w+)$/
      : /^media-(?:unreadable|unsupported)$/;
    return !codes.split(' ').every((code) => allowed.test(code));
  });
  expect(odd).toEqual([]);
  expect(asked).toBe(0);
  expect(readdirSync(join(folder, 'cache', 'scratch'))).toEqual([]);
  expect(peak - before).toBeLessThan(MAX_GROWTH_BYTES);
  expect(childPeak).toBeLessThan(MAX_CHILD_BYTES);
}, 300_000);

/** Empty where the system has no /proc. */
function childrenOf(owner: number): number[] {
  if (!existsSync('/proc')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/status`, 'latin1').includes(`\nPPid:\t${owner}\n`);
    } catch {
      return false;
    }
  });
}
