export type MediaKind = 'image' | 'audio' | 'video' | 'document';

/**
 * One medium of a document, by content address. The bytes are read only when a model asks for them,
 * so that a shard of thousands of images is never in memory at once.
 */
export interface Media {
  readonly kind: MediaKind;
  /** Lower-case hex SHA-256 of the encoded bytes; a choice of pages adds itself after a `#`. */
  readonly sha256: string;
  /** Such as image/png, sniffed from the bytes and never taken from a file name. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Pixels of a picture, where its header tells. */
  readonly width?: number;
  readonly height?: number;
  /** Absolute path where the bytes are a file of this host, so that a film need not be read into memory. */
  readonly file?: string;
  /** Of a document: what is shown of it; absent: every page. */
  readonly pages?: PageChoice;
  read(): Promise<Uint8Array>;
}

export interface PageChoice {
  /** Counted from 1, in the order to show; absent: every page. */
  readonly numbers?: readonly number[];
  /** Dots per inch; a page's size is given in 1/72 of an inch. */
  readonly dpi?: number;
}

/** The same document, of which a model is shown these pages. Another choice is another medium. */
export function withPages(media: Media, pages: PageChoice): Media {
  const choice = `${pages.numbers?.join(',') ?? ''}@${pages.dpi ?? ''}`;
  const [digest = ''] = media.sha256.split('#');
  return { ...media, read: () => media.read(), pages, sha256: `${digest}#${choice}` };
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
