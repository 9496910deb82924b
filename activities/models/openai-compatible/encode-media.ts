import type { JsonObject } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';
import type { MediaService } from '../../media/media-service.ts';
import { dataUrl, sendMedia, type MediaTerms, type SentMedia } from '../http/send-media.ts';
import type { MediaForms } from '../media-forms.ts';

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/wave': 'wav',
  'audio/x-wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};
/** The API has no form for films and documents that all its servers know: they are shown as pictures. */
const TERMS: Omit<MediaTerms, 'maxImageBytes'> = {
  api: 'The chat-completions API',
  images: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  audio: Object.keys(AUDIO_FORMATS),
  video: [],
  maxFileBytes: 0,
  readsPdf: false,
};

export interface EncodeMediaOptions {
  readonly service: MediaService;
  readonly forms: MediaForms;
  readonly maxImageBytes: number;
  readonly messageFormat: 'openai' | 'qwen3_vl';
}

/** One medium as content parts of the chat-completions API. */
export async function encodeMedia(
  media: Media,
  options: EncodeMediaOptions,
): Promise<readonly JsonObject[]> {
  const { maxImageBytes, messageFormat, ...tools } = options;
  const sent = await sendMedia(media, { ...TERMS, maxImageBytes }, tools);
  const withTimes = messageFormat === 'qwen3_vl';
  return sent.flatMap((piece) => [...(withTimes ? timeParts(piece) : []), partOf(piece)]);
}

function partOf(piece: SentMedia): JsonObject {
  if (piece.kind === 'image') return { type: 'image_url', image_url: { url: dataUrl(piece) } };
  const format = AUDIO_FORMATS[piece.mediaType] ?? 'wav';
  return { type: 'input_audio', input_audio: { data: piece.base64, format } };
}

/** The moment of a frame as Qwen3-VL was taught to read it. */
function timeParts({ seconds }: SentMedia): readonly JsonObject[] {
  return seconds === undefined ? [] : [{ type: 'text', text: `<${seconds.toFixed(1)} seconds>` }];
}
