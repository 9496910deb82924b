import type { Sharp } from 'sharp';
import type { EncodedMedia, ImageFormat } from './media-wishes.ts';

/** Fast rather than smallest: endpoints are near, and the last per cent cost most of the time. */
const PNG_EFFORT = 3;

/** Pixels as a file of the wanted format, without any of the source's notes. */
export async function encodePicture(
  picture: Sharp,
  { format, quality }: { readonly format: ImageFormat; readonly quality: number },
): Promise<EncodedMedia> {
  return { mediaType: `image/${format}`, bytes: await encoded(picture, format, quality) };
}

function encoded(picture: Sharp, format: ImageFormat, quality: number): Promise<Buffer> {
  switch (format) {
    case 'jpeg':
      // JPEG has no transparency: dropped without blending, as Pillow's convert('RGB') does.
      return picture.removeAlpha().jpeg({ quality }).toBuffer();
    case 'webp':
      return picture.webp({ quality }).toBuffer();
    default:
      return picture.png({ compressionLevel: PNG_EFFORT }).toBuffer();
  }
}
