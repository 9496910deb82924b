import { createHash } from 'node:crypto';
import { EvalError } from '../../../core/errors.ts';
import { chunksOf, type ByteSource } from '../byte-source.ts';
import type { HubCache } from './hub-cache.ts';
import type { HubClient, HubResponse } from './hub-client.ts';
import type { HubFile } from './hub-repository.ts';
import { HubFault } from './hub-retry.ts';

export interface HubByteSourceOptions {
  readonly client: HubClient;
  readonly cache: HubCache;
  readonly location: string;
  /** Of the file's bytes, after the endpoint. */
  readonly path: string;
}

/** What one range request brings in at least; small enough that a range of rows costs little more. */
export const BLOCK_BYTES = 1024 * 1024;
/** Blocks asked for ahead of a reader that goes from the start to the end. */
const MAX_AHEAD_BLOCKS = 16;
/** Others may clear the cache while this process reads it. */
const READ_ATTEMPTS = 3;

/** A file of the Hub, read by ranges and kept block by block; what was read before is not asked for again. */
export function openHubByteSource(file: HubFile, options: HubByteSourceOptions): ByteSource {
  const { cache, location } = options;
  const { size } = file;
  const id = hubFileId(file);
  const count = Math.ceil(size / BLOCK_BYTES);
  let latest: { readonly index: number; readonly bytes: Uint8Array } | undefined;
  let ahead = 0;
  let expectedNext = -1;
  let turn: Promise<unknown> = Promise.resolve();

  const fetchMissing = async (first: number, last: number): Promise<void> => {
    const present = await cache.blocksOf(id);
    ahead = first === expectedNext ? Math.min(MAX_AHEAD_BLOCKS, Math.max(1, ahead * 2)) : 0;
    // Git's digest covers the whole of a (small) file, so it comes whole and is checked at once.
    const isWhole = file.digest.algorithm === 'git';
    const until = isWhole ? count : Math.min(count, last + 1 + ahead);
    expectedNext = until;
    for (let index = isWhole ? 0 : first; index < until; index += 1) {
      if (present.has(index)) continue;
      let end = index;
      while (end < until && !present.has(end)) end += 1;
      await fetchBlocks(file, id, { start: index, end }, options);
      for (; index < end; index += 1) present.add(index);
    }
    if (present.size === count) await verify();
  };

  const verify = async (): Promise<void> => {
    const { algorithm, hex } = file.digest;
    const hash = createHash(algorithm === 'git' ? 'sha1' : 'sha256');
    if (algorithm === 'git') hash.update(`blob ${size}\0`);
    for (let index = 0; index < count; index += 1) {
      const bytes = await cache.block(id, index);
      // Damaged on disk, not on the way: the next read fetches it again.
      if (bytes === undefined) return;
      hash.update(bytes);
    }
    const received = hash.digest('hex');
    if (received === hex) return;
    await cache.dropFile(id);
    throw new EvalError(
      'dataset-invalid',
      `Cannot use ${location}: its ${size} bytes have the digest ${received.slice(0, 12)} and ${hex.slice(0, 12)} was promised. They were removed from the cache; run again, and check proxies on the way.`,
      { retry: { afterMs: 5000 } },
    );
  };

  const blockAt = async (index: number, last: number): Promise<Uint8Array> => {
    if (latest?.index === index) return latest.bytes;
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt += 1) {
      const bytes = await cache.block(id, index);
      if (bytes?.length === blockEnd(index, size) - index * BLOCK_BYTES) {
        latest = { index, bytes };
        return bytes;
      }
      // One after another: readers of neighbouring columns share blocks.
      const mine = inTurn(turn, async () => {
        if ((await cache.block(id, index)) === undefined) await fetchMissing(index, last);
      });
      turn = mine;
      await mine;
    }
    throw new EvalError(
      'dataset-invalid',
      `Cannot read ${location}: its blocks vanish from the cache ${cache.folder}. Leave the cache alone while a run reads it.`,
      { retry: 'backoff' },
    );
  };

  const source: ByteSource = {
    location,
    size,
    async read(start, end) {
      if (start < 0 || end > size) {
        throw new EvalError(
          'dataset-invalid',
          `Cannot read bytes ${start} to ${end} of ${location}: it has ${size}.`,
        );
      }
      const bytes = new Uint8Array(Math.max(0, end - start));
      const last = Math.floor((end - 1) / BLOCK_BYTES);
      for (let position = start; position < end;) {
        const index = Math.floor(position / BLOCK_BYTES);
        const block = await blockAt(index, last);
        const from = position - index * BLOCK_BYTES;
        const part = block.subarray(from, from + end - position);
        bytes.set(part, position - start);
        position += part.length;
      }
      return bytes;
    },
    async sha256() {
      if (file.digest.algorithm === 'sha256') return file.digest.hex;
      const hash = createHash('sha256');
      for await (const chunk of chunksOf(source)) hash.update(chunk);
      return hash.digest('hex');
    },
    close: () => Promise.resolve(),
  };
  return source;
}

/** Name of the file's blocks in the cache. */
export function hubFileId({ digest }: HubFile): string {
  return `${digest.algorithm}-${digest.hex}`;
}

/** What the one before failed at is its own caller's to hear. */
async function inTurn(before: Promise<unknown>, task: () => Promise<void>): Promise<void> {
  await before.catch(() => undefined);
  await task();
}

/** Keeps each block as it is complete: a lost connection goes on from there. */
async function fetchBlocks(
  file: HubFile,
  id: string,
  blocks: { readonly start: number; readonly end: number },
  { client, cache, location, path }: HubByteSourceOptions,
): Promise<void> {
  let next = blocks.start;
  const lastByte = blockEnd(blocks.end - 1, file.size);
  await client.read(
    { path, what: location, range: () => [Math.min(next, blocks.end - 1) * BLOCK_BYTES, lastByte] },
    async (response) => {
      if (next === blocks.end) return;
      checkRange(response, { start: next * BLOCK_BYTES, size: file.size, location });
      const block = Buffer.alloc(BLOCK_BYTES);
      let filled = 0;
      const take = async (chunk: Buffer): Promise<void> => {
        for (let used = 0; used < chunk.length && next < blocks.end;) {
          const wanted = blockEnd(next, file.size) - next * BLOCK_BYTES;
          const copied = chunk.copy(block, filled, used, used + wanted - filled);
          used += copied;
          filled += copied;
          if (filled < wanted) continue;
          await cache.keepBlock(id, next, block.subarray(0, wanted));
          next += 1;
          filled = 0;
        }
      };
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        await take(chunk);
        // A range is read to its end, which frees its connection for the next; more than that is not.
        if (next === blocks.end && response.statusCode === 200) return;
      }
      if (next === blocks.end) return;
      throw new HubFault('the connection ended before the last byte');
    },
  );
}

function checkRange(
  { statusCode, headers }: HubResponse,
  expected: { readonly start: number; readonly size: number; readonly location: string },
): void {
  const given = headers['content-range'];
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(typeof given === 'string' ? given : '');
  const isAsked =
    statusCode === 206 &&
    Number(range?.[1] ?? -1) === expected.start &&
    Number(range?.[2] ?? -1) === expected.size;
  if (isAsked || (statusCode === 200 && expected.start === 0)) return;
  throw new EvalError(
    'endpoint-invalid-response',
    `Cannot read ${expected.location}: bytes from ${expected.start} of ${expected.size} were asked for and ${statusCode === 200 ? 'the whole file' : `"${typeof given === 'string' ? given : 'no range'}"`} came. The host or a proxy does not serve ranges; use another HF_ENDPOINT.`,
  );
}

function blockEnd(index: number, size: number): number {
  return Math.min(size, (index + 1) * BLOCK_BYTES);
}
