/** Bytes of one file of a dataset, wherever it lies. */
export interface ByteSource {
  /** As a person would write it: a path or an s3:// URL without credentials. */
  readonly location: string;
  readonly size: number;
  /** Bytes from `start` up to but without `end`; throws dataset-invalid when the file has shrunk. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Lower-case hex digest of the whole file. */
  sha256(): Promise<string>;
  close(): Promise<void>;
}

/** Opens an absolute path, a file:// URL or an s3:// URL; throws dataset-not-found. */
export type OpenFile = (location: string) => Promise<ByteSource>;

/** Locations that match a pattern with `*`, `?` and `**`, in order. */
export type ListFiles = (pattern: string) => Promise<readonly string[]>;

/** Large enough that a read costs little beside its bytes, small enough to keep many in memory. */
const CHUNK_BYTES = 1024 * 1024;

export async function* chunksOf(source: ByteSource): AsyncIterable<Uint8Array> {
  for (let start = 0; start < source.size; start += CHUNK_BYTES) {
    yield await source.read(start, Math.min(start + CHUNK_BYTES, source.size));
  }
}
