import { createHash } from 'node:crypto';
import type { EvalError } from '../../core/errors.ts';
import { canonicalJson } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { createLru } from '../datasets/lru.ts';
import { checkImageHeader, seemsWhole } from './check-image-header.ts';
import type { DecodeFiles } from './decode/decode-job.ts';
import { DEFAULT_DECODE_LIMITS, type DecodeLimits } from './decode/decode-limits.ts';
import { createDecodePool } from './decode/decode-pool.ts';
import type {
  AudioWish,
  EncodedFrame,
  EncodedMedia,
  EncodedPage,
  FrameWish,
  ImageWish,
  PageWish,
} from './media-wishes.ts';
import { mediumFault } from './medium-fault.ts';
import { createDerivedStore } from './store/derived-store.ts';
import type { PackedItem } from './store/pack-file.ts';
import { unlessAborted } from './unless-aborted.ts';
import { withSourceFile } from './with-source-file.ts';

/**
 * Media in the form that a model takes. Each form is made once and kept on this host's disk by content
 * address, so that other tasks, models and checkpoints find it; bytes from outside are decoded in
 * processes that are killed when they take too much.
 */
export interface MediaService {
  /** The original bytes where the wish accepts them, else one encode. */
  image(media: Media, wish: ImageWish, signal?: AbortSignal): Promise<EncodedMedia>;
  frames(media: Media, wish: FrameWish, signal?: AbortSignal): Promise<readonly EncodedFrame[]>;
  audio(media: Media, wish: AudioWish, signal?: AbortSignal): Promise<EncodedMedia>;
  pages(media: Media, wish: PageWish, signal?: AbortSignal): Promise<readonly EncodedPage[]>;
  statistics(): MediaStatistics;
  close(): void;
}

/** Counts of this process. */
export interface MediaStatistics {
  /** Decodes and encodes done here. */
  readonly made: number;
  /** Found in the cache, or made meanwhile for somebody else. */
  readonly reused: number;
}

export interface MediaServiceOptions {
  readonly cacheFolder: string;
  readonly maxCacheBytes: number;
  readonly limits?: Partial<DecodeLimits>;
}

/** Raise when the same wish would give other bytes. */
const VERSION = 1;
/** Faults of a medium that are not found out again for every question about it. */
const REMEMBERED_FAULTS = 4096;

export function createMediaService(options: MediaServiceOptions): MediaService {
  const limits: DecodeLimits = { ...DEFAULT_DECODE_LIMITS, ...options.limits };
  const store = createDerivedStore({
    folder: options.cacheFolder,
    maxBytes: options.maxCacheBytes,
  });
  const pool = createDecodePool();
  const faults = createLru<EvalError>(REMEMBERED_FAULTS);
  let made = 0;
  let reused = 0;

  const derive = async (
    media: Media,
    kind: string,
    wish: object,
    work: (files: DecodeFiles) => Promise<void>,
  ): Promise<readonly PackedItem[]> => {
    const identity = canonicalJson({ version: VERSION, sha256: media.sha256, kind, wish });
    const address = createHash('sha256').update(identity).digest('hex');
    const fault = faults.get(address);
    if (fault !== undefined) throw fault;
    try {
      const { items, isReused } = await store.getOrMake(address, async (target) => {
        made += 1;
        await withSourceFile(
          media,
          () => store.scratch(),
          limits,
          (source) => work({ source, target, limits }),
        );
      });
      if (isReused) reused += 1;
      return items;
    } catch (error) {
      const named = mediumFault(media, kind, error);
      // A busy machine may be the reason of an overrun, so that is tried again.
      if (named.code.startsWith('media-') && named.data['isOverrun'] !== true) {
        faults.set(address, named);
      }
      throw named;
    }
  };

  return {
    async image(media, wish, signal) {
      const { accepts, maxBytes = Infinity, maxPixels, ...encoding } = wish;
      if (accepts.includes(media.mediaType) && media.sizeBytes <= maxBytes) {
        const bytes = await media.read();
        const size = checkImageHeader(media, bytes, limits.maxPixels);
        const isSmall = maxPixels === undefined || size.width * size.height <= maxPixels;
        if (isSmall && seemsWhole(media.mediaType, bytes)) {
          return { bytes, mediaType: media.mediaType };
        }
      }
      // What would have been accepted unchanged has no part in the bytes.
      const own = { ...encoding, accepts: [], ...bounds({ maxBytes: wish.maxBytes, maxPixels }) };
      const [only] = await unlessAborted(
        derive(media, 'image', own, (files) => pool.run({ ...files, kind: 'image', wish: own })),
        signal,
      );
      return encodedOf(only!);
    },
    async frames(media, wish, signal) {
      const items = await unlessAborted(
        derive(media, 'frames', wish, async (files) => {
          const { makeFrames } = await import('./make-frames.ts');
          await makeFrames(files, wish);
        }),
        signal,
      );
      return items.map((item) => ({
        ...encodedOf(item),
        timestampSeconds: item.facts['timestampSeconds'] ?? 0,
      }));
    },
    async audio(media, { accepts, ...wish }, signal) {
      const isAsked = wish.rate !== undefined || wish.channels !== undefined;
      if (!isAsked && accepts.includes(media.mediaType)) {
        return { bytes: await media.read(), mediaType: media.mediaType };
      }
      const [only] = await unlessAborted(
        derive(media, 'audio', wish, async (files) => {
          const { makeAudio } = await import('./make-audio.ts');
          await makeAudio(files, wish);
        }),
        signal,
      );
      return encodedOf(only!);
    },
    async pages(media, wish, signal) {
      const { numbers = wish.numbers, dpi = wish.dpi } = media.pages ?? {};
      const { numbers: _given, ...rest } = wish;
      const own: PageWish = { ...rest, dpi, ...(numbers === undefined ? {} : { numbers }) };
      const items = await unlessAborted(
        derive(media, 'pages', own, (files) => pool.run({ ...files, kind: 'pages', wish: own })),
        signal,
      );
      return items.map((item) => ({ ...encodedOf(item), number: item.facts['number'] ?? 0 }));
    },
    statistics: () => ({ made, reused }),
    close: () => pool.close(),
  };
}

function encodedOf({ mediaType, bytes }: PackedItem): EncodedMedia {
  return { mediaType, bytes };
}

function bounds(given: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const set = Object.entries(given).filter((entry): entry is [string, number] => {
    return entry[1] !== undefined;
  });
  return Object.fromEntries(set);
}
