import sharp from 'sharp';
import { EvalError } from '../../core/errors.ts';
import { encodePicture } from './encode-picture.ts';
import { fitToGrid } from './fit-size.ts';
import type { FrameWish } from './media-wishes.ts';
import type { DecodeFiles } from './decode/decode-job.ts';
import { writePack } from './store/pack-file.ts';
import { withVideoFrames } from './video/read-video.ts';

/**
 * Frames of a film as pictures. The film is decoded in a process of its own; what comes here are plain
 * pixels, one frame at a time.
 */
export async function makeFrames(files: DecodeFiles, wish: FrameWish): Promise<void> {
  const { limits } = files;
  const frames = Math.min(wish.frames, limits.maxFrames);
  const { fps } = wish;
  await withVideoFrames(files.source, { frames, fps }, async (video) => {
    const { width, height } = video;
    const { grid = 1, minPixels = 1, maxPixels = limits.maxPixels } = wish;
    const size = fitToGrid({ width, height }, { grid, minPixels, maxPixels });
    const pack = await writePack(files.target);
    try {
      for (let place = 0; place < video.count; place += 1) {
        const pixels = await video.frame(place);
        const frame = sharp(pixels, { raw: { width, height, channels: 3 } });
        const isAsShot = size.width === width && size.height === height;
        const picture = isAsShot ? frame : frame.resize({ ...size, kernel: 'cubic', fit: 'fill' });
        const made = await encodePicture(picture, wish);
        const timestampSeconds = video.timestamps[place] ?? 0;
        await pack.add({ ...made, facts: { timestampSeconds } });
        if (pack.size > limits.maxOutputBytes) throw tooLarge(limits.maxOutputBytes);
      }
      await pack.finish();
    } finally {
      await pack.close();
    }
  });
}

function tooLarge(maxBytes: number): EvalError {
  return new EvalError('media-unreadable', `its frames are more than ${maxBytes} bytes.`);
}
