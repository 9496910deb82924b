import type { Media } from '../../core/media.ts';
import type { PictureSheet } from '../../core/picture-sheet.ts';
import { composeSheet } from '../media/compose-sheet.ts';
import { drawnPicture } from './drawn-picture.ts';

/** The sheet of these pictures; another order makes it another medium. */
export function withSheet({ pictures, ...first }: PictureSheet): Media {
  const digests = pictures.map(({ sha256 }) => sha256);
  return drawnPicture(first, {
    identity: `sheet\n${digests.join('\n')}`,
    sources: pictures,
    draw: composeSheet,
  });
}
