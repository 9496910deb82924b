import type { JsonObject } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';
import { dataUrl } from '../http/send-media.ts';
import type { SentMedia } from '../http/send-media.ts';
import type { DashscopeSettings } from './dashscope-payload.ts';

/** Lists of frames must have this many; a shorter film is sent as single pictures. */
const MIN_FRAMES = 4;

/** A medium as content of the multimodal API; the frames of a film are one list, which the model sees as a film. */
export function dashscopeParts(
  sent: readonly SentMedia[],
  media: Media,
  { fps }: DashscopeSettings,
): JsonObject[] {
  const isFrames = media.kind === 'video' && sent.every(({ kind }) => kind === 'image');
  if (isFrames && sent.length >= MIN_FRAMES) {
    return [{ video: sent.map(dataUrl), ...rateOf(sent) }];
  }
  return sent.map((each) => ({
    [each.kind]: dataUrl(each),
    ...(each.kind === 'video' && fps !== undefined ? { fps } : {}),
  }));
}

/** Pictures per second of the film, by which the model knows how far they are apart. */
function rateOf(frames: readonly SentMedia[]): JsonObject {
  const seconds = (frames.at(-1)?.seconds ?? 0) - (frames[0]?.seconds ?? 0);
  if (!(seconds > 0)) return {};
  return { fps: Number(((frames.length - 1) / seconds).toFixed(4)) };
}
