import { EvalError, messageOf } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Media } from '../../../core/media.ts';

/** What endpoints take as it is; everything else is converted to PNG. */
const SENT_AS_IS = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/wave': 'wav',
  'audio/x-wav': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};
/** Step and floor of lmms-eval's size loop. */
const SHRINK_FACTOR = 0.75;
const SMALLEST_SIDE = 100;

/** One medium as a content part of the chat-completions API. */
export async function encodeMedia(media: Media, maxImageBytes: number): Promise<JsonObject> {
  if (media.kind === 'video') {
    throw new EvalError(
      'media-unsupported',
      'openai_compatible cannot send videos yet: the API takes images and audio only, and frames are not extracted. Choose an image or audio task.',
    );
  }
  if (media.kind === 'audio') return encodeAudio(media);
  const { bytes, mediaType } = await imageWithin(media, maxImageBytes);
  return { type: 'image_url', image_url: { url: `data:${mediaType};base64,${base64(bytes)}` } };
}

async function encodeAudio(media: Media): Promise<JsonObject> {
  const format = AUDIO_FORMATS[media.mediaType];
  if (format === undefined) {
    throw new EvalError(
      'media-unsupported',
      `Cannot send audio of type ${media.mediaType}: the API takes WAV and MP3. Convert the dataset's audio.`,
    );
  }
  return { type: 'input_audio', input_audio: { data: base64(await media.read()), format } };
}

async function imageWithin(
  media: Media,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const original = await media.read();
  if (SENT_AS_IS.has(media.mediaType) && original.length <= maxBytes) {
    return { bytes: original, mediaType: media.mediaType };
  }
  try {
    return { bytes: await shrink(original, maxBytes), mediaType: 'image/png' };
  } catch (error) {
    throw new EvalError(
      'media-unreadable',
      `Cannot decode the image ${media.sha256.slice(0, 12)} (${media.mediaType}, ${media.sizeBytes} bytes): ${messageOf(error)}. Repair it in the dataset.`,
      { cause: error },
    );
  }
}

/** PNG, smaller by a quarter per side until it fits or a side is as small as is sensible. */
async function shrink(original: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  // Loaded on demand: most images go as they are, and sharp costs start-up time and memory.
  const { default: sharp } = await import('sharp');
  const { width, height } = await sharp(original).metadata();
  let bytes: Uint8Array = await sharp(original).png().toBuffer();
  let scale = 1;
  while (bytes.length > maxBytes && Math.min(width, height) * scale > SMALLEST_SIDE) {
    scale *= SHRINK_FACTOR;
    const size = {
      width: Math.max(1, Math.floor(width * scale)),
      height: Math.max(1, Math.floor(height * scale)),
    };
    // Always from the original, so that steps do not blur one another.
    bytes = await sharp(original)
      .resize({ ...size, kernel: 'lanczos3', fit: 'fill' })
      .png()
      .toBuffer();
  }
  return bytes;
}

/** A view over the same memory: Buffer.from(bytes) would copy every image once more. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
