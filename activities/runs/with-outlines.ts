import { drawOutlines } from '../../core/draw-outlines.ts';
import { canonicalJson } from '../../core/json.ts';
import type { MarkedImage } from '../../core/marked-image.ts';
import type { Media } from '../../core/media.ts';
import { drawnPicture } from './drawn-picture.ts';

/** The picture with its outlines; other outlines make it another medium. */
export function withOutlines({ outlines, ...image }: MarkedImage): Media {
  return drawnPicture(image, {
    identity: `${image.sha256}\n${canonicalJson(outlines)}`,
    sources: [image],
    draw: ([picture]) => drawOutlines(picture!, outlines),
  });
}
