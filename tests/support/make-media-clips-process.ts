import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ffmpeg from 'fluent-ffmpeg';

/**
 * Writes the clips of tests/unit/media/clips, each a trap for a video reader: run it with tsx, then
 * video-golden.py for what PyAV makes of them. The clips in the repository came from FFmpeg 5.1.9.
 */
const folder = fileURLToPath(new URL('../unit/media/clips/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'];
const GOP = ['-g', '12', '-bf', '3'];

await video('plain.mp4', [...H264, ...GOP]);
await video('open-gop.mp4', [...H264, '-x264-params', 'open-gop=1:keyint=10:bframes=8:b-adapt=2']);
await video('vfr.mp4', [
  ...H264,
  ...GOP,
  '-fps_mode',
  'vfr',
  '-vf',
  "select='not(mod(n,7))+lt(n,10)',setpts=PTS+0.01*random(0)",
]);
await video('bt709.mp4', [
  ...H264,
  ...'-colorspace bt709 -color_primaries bt709 -color_trc bt709'.split(' '),
]);
await video('full-range.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuvj420p', '-color_range', 'pc']);
await video('ten-bit.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le', ...GOP]);
await video('interlaced.mp4', [...H264, ...GOP, '-flags', '+ilme+ildct', '-x264-params', 'tff=1']);
await video('odd-444.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv444p', ...GOP], '63x47');
await video('hevc.mp4', ['-c:v', 'libx265', '-x265-params', 'log-level=none:keyint=10']);
await video('odd-vp9.webm', ['-c:v', 'libvpx-vp9', '-g', '12', '-vf', 'scale=61:45']);
await video(
  'hidden-frames.webm',
  '-c:v libvpx -b:v 60k -auto-alt-ref 1 -lag-in-frames 12'.split(' '),
);
await video('plain.mkv', [...H264, ...GOP]);
await video('plain.m2t', [...H264, ...GOP]);
await video('no-times.avi', ['-c:v', 'mpeg4']);
await video('one-frame.mp4', [...H264, '-frames:v', '1']);

const plain = join(folder, 'plain.mp4');
await make('edit-list.mp4', ffmpeg(plain).inputOptions('-ss', '0.45').outputOptions('-c', 'copy'));
await make('turned.mp4', ffmpeg(plain).outputOptions('-c', 'copy', '-metadata:s:v', 'rotate=90'));
await make('sound.wav', sine('pcm_s16le'));
await make('sound.mp3', sine('libmp3lame'));
await make(
  'both.mp4',
  ffmpeg(plain)
    .input(join(folder, 'sound.wav'))
    .outputOptions('-c:v', 'copy', '-c:a', 'aac', '-shortest'),
);
const header = ffmpeg(plain).outputOptions('-c', 'copy', '-movflags', '+faststart');
await make('cut.mp4', header);
cut('cut.mp4');
writeFileSync(join(folder, 'cut.mkv'), readFileSync(join(folder, 'plain.mkv')));
cut('cut.mkv');
console.log(execFileSync('ls', ['-l', folder], { encoding: 'utf8' }));

function video(name: string, options: readonly string[], size = '64x48'): Promise<void> {
  const source = ffmpeg(`testsrc2=s=${size}:r=30:d=1.2`).inputFormat('lavfi');
  return make(name, source.outputOptions([...options]));
}

function sine(codec: string): ffmpeg.FfmpegCommand {
  const source = ffmpeg('sine=d=0.5:r=22050').inputFormat('lavfi');
  return source.audioChannels(2).audioCodec(codec);
}

function make(name: string, command: ffmpeg.FfmpegCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    // Without these, encoders write their names and times, and the files differ from day to day.
    command.outputOptions('-fflags', '+bitexact', '-flags:v', '+bitexact', '-threads', '1');
    command.on('end', () => resolve());
    command.on('error', (error, _stdout, stderr) =>
      reject(new Error(`${name}: ${stderr}`, { cause: error })),
    );
    command.save(join(folder, name));
  });
}

/** Leaves the first three fifths, as an interrupted download does. */
function cut(name: string): void {
  const whole = readFileSync(join(folder, name));
  writeFileSync(join(folder, name), whole.subarray(0, Math.floor(whole.byteLength * 0.6)));
}
