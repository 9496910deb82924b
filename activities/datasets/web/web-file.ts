import { createHash } from 'node:crypto';
import { EvalError } from '../../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, hubFileId, openHubByteSource } from '../hub/hub-byte-source.ts';
import { createHubCache, type HubCache } from '../hub/hub-cache.ts';
import { createHubClient, type HubClient } from '../hub/hub-client.ts';
import type { HubFile } from '../hub/hub-repository.ts';
import type { HubSettings } from '../hub/hub-settings.ts';
import { webAddress, type WebAddress } from './web-address.ts';
import { wordsOf } from './web-words.ts';

/** A list of questions, not a collection of films: it is held in memory until its digest is known. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface WebFileOptions {
  readonly settings: HubSettings;
  readonly mayUseLoopback: boolean;
  readonly maxBytes?: number;
}

/**
 * A data file at an address that a task's YAML names. It is fetched once, kept by its digest, and read from
 * the cache ever after; an address with a digest never gives other bytes.
 */
export async function openWebFile(given: string, options: WebFileOptions): Promise<ByteSource> {
  const address = webAddress(given, options.mayUseLoopback);
  const { location, path } = address;
  const cache = createHubCache(options.settings.cacheFolder);
  const { origin } = address.url;
  // A token of the Hub is nobody else's business.
  const settings = { ...options.settings, endpoint: origin, token: undefined };
  const client = createHubClient(settings, wordsOf(address.url.host));
  const file =
    (await keptFile(cache, address)) ??
    (await download(address, { client, cache, maxBytes: options.maxBytes ?? MAX_BYTES }));
  return openHubByteSource(file, { client, cache, location, path });
}

function recordKey({ path, url, sha256 }: WebAddress, digest = sha256): string {
  const address = createHash('sha256').update(`${url.origin}${path}`).digest('hex');
  return `web/${address}/${digest ?? 'latest'}`;
}

async function keptFile(cache: HubCache, address: WebAddress): Promise<HubFile | undefined> {
  const kept = (await cache.record(recordKey(address))) as
    | { size?: unknown; sha256?: unknown }
    | undefined;
  const { size, sha256 } = kept ?? {};
  // The digest becomes part of a path in the cache: nothing else than a digest may.
  const isWhole =
    Number.isSafeInteger(size) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  if (!isWhole) return undefined;
  const file = fileOf(address, sha256, Number(size));
  // A file with missing parts is fetched whole again: not every server serves ranges.
  const blocks = await cache.blocksOf(hubFileId(file));
  return blocks.size === Math.ceil(file.size / BLOCK_BYTES) ? file : undefined;
}

function fileOf({ path }: WebAddress, sha256: string, size: number): HubFile {
  return { path, size, digest: { algorithm: 'sha256', hex: sha256 } };
}

async function download(
  address: WebAddress,
  access: { readonly client: HubClient; readonly cache: HubCache; readonly maxBytes: number },
): Promise<HubFile> {
  const { location } = address;
  const bytes = await fetchWhole(address, access);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (address.sha256 !== undefined && address.sha256 !== sha256) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot use ${location}: its ${bytes.length} bytes have the digest ${sha256.slice(0, 12)} and not ${address.sha256.slice(0, 12)}. The file has changed since the run, or the task, named it: start a new run, or check the digest after #sha256=.`,
    );
  }
  const { cache } = access;
  const file = fileOf(address, sha256, bytes.length);
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const block = bytes.subarray(start, start + BLOCK_BYTES);
    await cache.keepBlock(hubFileId(file), start / BLOCK_BYTES, block);
  }
  // The records come last: what they name is there.
  const record = { address: location, size: bytes.length, sha256 };
  await cache.keepRecord(recordKey(address, sha256), record);
  if (address.sha256 === undefined) await cache.keepRecord(recordKey(address), record);
  return file;
}

async function fetchWhole(
  { location, path }: WebAddress,
  { client, maxBytes }: { readonly client: HubClient; readonly maxBytes: number },
): Promise<Buffer> {
  const tooLarge = () =>
    new EvalError(
      'dataset-invalid',
      `Cannot read ${location}: it has more than ${maxBytes} bytes. Download it and name the file in data_files.`,
    );
  return client.read({ path, what: location }, async ({ headers, body }) => {
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  });
}
