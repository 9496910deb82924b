export interface ArtifactInfo {
  readonly key: string;
  readonly bytes: number;
}

/** An append-only file whose bytes survive the death of this process as soon as `append` resolves. */
export interface AppendHandle {
  append(bytes: Uint8Array): Promise<void>;
  /** Survives the death of the host as well. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreCapabilities {
  /** put-if-absent is decided by the store, not by a race we can lose. */
  readonly conditionalWrites: boolean;
  readonly append: boolean;
}

/**
 * Where every result lives. Keys follow core/artifact-key.ts; no key may be a prefix folder of
 * another. Readers never see half an object.
 */
export interface ArtifactStore {
  /** As given, without credentials: `file:///…`, `s3://bucket/prefix`, `memory://name`. */
  readonly url: string;
  /** Writes and reads a probe object once; throws store-denied, store-full or store-unreachable. */
  probe(): Promise<StoreCapabilities>;
  /** Atomic; 'exists' leaves the present object untouched. Throws store-unsupported without conditional writes. */
  putIfAbsent(key: string, body: Uint8Array): Promise<'created' | 'exists'>;
  /** Atomic; replaces. Streams of any length without holding them whole; their errors pass through. */
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<ArtifactInfo>;
  /** Throws artifact-missing. */
  get(key: string): Promise<Uint8Array>;
  /** undefined when absent. */
  getIfPresent(key: string): Promise<Uint8Array | undefined>;
  /** Bytes from `start` up to but without `end`; fewer, or none, where the object ends before. */
  getRange(key: string, start: number, end: number): Promise<Uint8Array>;
  stream(key: string): AsyncIterable<Uint8Array>;
  head(key: string): Promise<ArtifactInfo | undefined>;
  /** All objects whose key begins with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<ArtifactInfo>;
  delete(keys: readonly string[]): Promise<void>;
  /** Something a person can open: a file path or a URL without credentials. */
  viewerUrl(key: string): string;
  /** Only where the bytes survive a kill of this process without closing (local files). */
  openAppend?(key: string): Promise<AppendHandle>;
}
