import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import ffmpeg from 'fluent-ffmpeg';
import { refuseBeyond } from '../media-errors.ts';
import type { MediaLimits } from '../media-limits.ts';
import { INPUT_OPTIONS } from './probe-video.ts';
import { runFfmpeg, type RunBounds } from './run-ffmpeg.ts';

/**
 * When each frame is shown, in seconds from the first one: decodes the whole video without keeping it.
 *
 * @param listFile where the program may write its list
 */
export async function frameTimes(
  streamIndex: number,
  listFile: string,
  limits: MediaLimits,
  bounds: RunBounds,
): Promise<number[]> {
  const command = ffmpeg(`file:${bounds.path}`)
    .inputOptions([...INPUT_OPTIONS, '-max_pixels', String(limits.maxPixels)])
    .outputOptions('-map', `0:${streamIndex}`, '-fps_mode', 'passthrough')
    // Times in the units of the file, and frames that are passed on rather than copied.
    .outputOptions('-enc_time_base', '-1', '-c:v', 'wrapped_avframe')
    .format('framecrc')
    .output(listFile);
  await runFfmpeg(command, bounds);
  let unit = 0;
  const times: number[] = [];
  for await (const line of createInterface({ input: createReadStream(listFile) })) {
    const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
    if (base !== null) unit = Number(base[1]) / Number(base[2]);
    if (line.startsWith('#')) continue;
    times.push(Number(line.split(',')[2]) * unit);
    refuseBeyond(bounds.path, 'maxPackets', times.length, limits.maxPackets);
  }
  const first = times[0] ?? 0;
  return times.map((time) => time - first);
}
