import type { Media, MediaKind } from '../../core/media.ts';
import { sniffImageSize } from '../../core/sniff-image-size.ts';
import type { ByteSource } from './byte-source.ts';
import { sniffMediaType, SNIFF_BYTES, unknownType } from './media-from-bytes.ts';

/** The size of a JPEG stands behind its notes, which may hold a preview. */
const HEADER_BYTES = 256 * 1024;

/** A file or part of one as a medium; its bytes are read again when a model asks for them. */
export async function mediaFromSource(
  open: () => Promise<ByteSource>,
  fallbackKind: MediaKind,
): Promise<Media> {
  const source = await open();
  try {
    const head = await source.read(0, Math.min(source.size, SNIFF_BYTES));
    const type = sniffMediaType(head) ?? unknownType(fallbackKind);
    const header =
      type.kind === 'image' ? await source.read(0, Math.min(source.size, HEADER_BYTES)) : undefined;
    return {
      ...type,
      ...(header === undefined ? undefined : sniffImageSize(header)),
      sha256: await source.sha256(),
      sizeBytes: source.size,
      async read() {
        const again = await open();
        try {
          return await again.read(0, again.size);
        } finally {
          await again.close();
        }
      },
    };
  } finally {
    await source.close();
  }
}
