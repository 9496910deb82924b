export type MediaKind = 'image' | 'audio' | 'video';

/**
 * One medium of a document, by content address. The bytes are read only when a model asks for them,
 * so that a shard of thousands of images is never in memory at once.
 */
export interface Media {
  readonly kind: MediaKind;
  /** Lower-case hex SHA-256 of the encoded bytes. */
  readonly sha256: string;
  /** Such as image/png, sniffed from the bytes and never taken from a file name. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  read(): Promise<Uint8Array>;
}

export function isMedia(value: unknown): value is Media {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sha256' in value &&
    'mediaType' in value &&
    typeof (value as Media).read === 'function'
  );
}
