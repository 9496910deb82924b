import type { AudioWish } from './media-wishes.ts';
import { encodeWav } from './audio/encode-wav.ts';
import { readAudio } from './audio/read-audio.ts';
import type { DecodeFiles } from './decode/decode-job.ts';
import { writePack } from './store/pack-file.ts';

/** The sound of a file as WAV, which every endpoint that hears anything takes. */
export async function makeAudio(
  files: DecodeFiles,
  wish: Omit<AudioWish, 'accepts'>,
): Promise<void> {
  const { rate, channels } = wish;
  const sound = await readAudio(files.source, { rate, channels });
  const pack = await writePack(files.target);
  try {
    await pack.add({ mediaType: 'audio/wav', bytes: encodeWav(sound), facts: {} });
    await pack.finish();
  } finally {
    await pack.close();
  }
}
