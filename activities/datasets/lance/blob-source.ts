import { createHash } from 'node:crypto';
import type { Table } from '@lancedb/lancedb';
import { chunksOf, type ByteSource } from '../byte-source.ts';
import { createLru } from '../lru.ts';

export interface BlobOptions {
  readonly table: Table;
  readonly column: string;
  readonly rowId: bigint;
  /** What a query gives of a blob: where it lies. */
  readonly cell: unknown;
  /** `lance.blob.v2`, which the library reads; the older encoding it refuses. */
  readonly isModern: boolean;
  readonly location: string;
  readonly dataFile: (fragment: number) => Promise<ByteSource>;
}

const KNOWN_DIGESTS = 100_000;
const digests = createLru<string>(KNOWN_DIGESTS);

/** The bytes of one blob by range; undefined for null. */
export async function blobSource(options: BlobOptions): Promise<ByteSource | undefined> {
  return options.isModern ? modernBlob(options) : legacyBlob(options);
}

async function modernBlob(options: BlobOptions): Promise<ByteSource | undefined> {
  const { table, column, rowId } = options;
  const [blob] = await table.fetchBlobFiles(column, [rowId]);
  if (blob === null || blob === undefined) return undefined;
  const size = Number(blob.size());
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    end > start ? blob.readRange(BigInt(start), BigInt(end)) : new Uint8Array();
  return withDigest(options, `${await table.version()}`, { size, read });
}

/** Position and size count bytes of the data file of the row's fragment, whose number is in the row's id. */
async function legacyBlob(options: BlobOptions): Promise<ByteSource | undefined> {
  const { position, size } = (options.cell ?? {}) as { position?: unknown; size?: unknown };
  const start = Number(position);
  const length = Number(size);
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(length) || length === 0)
    return undefined;
  const file = await options.dataFile(Number(options.rowId >> 32n));
  if (start + length > file.size) throw new Error('a blob lies behind the end of its data file');
  const read = (from: number, until: number): Promise<Uint8Array> =>
    file.read(start + from, start + until);
  // The data file's name is its own: it is never written twice.
  return withDigest(options, `${file.location} ${start}`, { size: length, read });
}

function withDigest(
  { location, column }: BlobOptions,
  identity: string,
  { size, read }: Pick<ByteSource, 'size' | 'read'>,
): ByteSource {
  const key = `${location}\n${column}\n${identity}\n${size}`;
  const source: ByteSource = {
    location,
    size,
    read,
    async sha256() {
      const known = digests.get(key);
      if (known !== undefined) return known;
      const hash = createHash('sha256');
      for await (const chunk of chunksOf(source)) hash.update(chunk);
      const digest = hash.digest('hex');
      digests.set(key, digest);
      return digest;
    },
    close: () => Promise.resolve(),
  };
  return source;
}
