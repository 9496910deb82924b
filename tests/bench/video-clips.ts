import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import ffmpeg from 'fluent-ffmpeg';
import { cacheDirectoryFrom } from '../../deploy/dev-server/cache-directory.ts';

const SOURCE = 'testsrc2=s=640x480:r=30:d=120';
const X264 = ['-c:v', 'libx264', '-preset', 'medium', '-pix_fmt', 'yuv420p'];

/** Two minutes each; made once per user. */
const CLIPS: Readonly<Record<string, { readonly source: string; readonly options: string[] }>> = {
  'h264.mp4': { source: SOURCE, options: X264 },
  'hevc.mp4': {
    source: SOURCE,
    options: ['-c:v', 'libx265', '-pix_fmt', 'yuv420p', '-x265-params', 'log-level=none'],
  },
  'vp9.webm': {
    source: SOURCE,
    options: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M'],
  },
  // As a camera in the dark, written by a phone: noise, and one frame in two that no other needs.
  'noise.mp4': {
    source: `${SOURCE},noise=alls=12:allf=t`,
    options: [...X264, '-preset', 'veryfast', '-g', '60', '-bf', '1'],
  },
};

export const CLIP_NAMES = Object.keys(CLIPS);

export async function makeClip(name: string, say: (message: string) => void): Promise<string> {
  const { source, options } = CLIPS[name]!;
  const folder = join(cacheDirectoryFrom(), 'video-bench');
  const path = join(folder, name);
  if (existsSync(path)) return path;
  say(`making ${name}: a minute or more, once per user`);
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `unfinished-${name}`);
  await new Promise<void>((resolve, reject) => {
    const command = ffmpeg(source).inputFormat('lavfi').outputOptions(options);
    command.on('end', () => resolve());
    command.on('error', (error) => reject(error));
    command.save(unfinished);
  });
  await rename(unfinished, path);
  return path;
}
