import type { MediaService } from '../../activities/media/media-service.ts';
import type { EncodedMedia } from '../../activities/media/media-wishes.ts';
import type { Media } from '../../core/media.ts';
import { mediaOfBytes, tinyPng } from './requests.ts';

/** Media whose bytes are easy to find again in a request: the base64 of `mp4`, `wav` and `pdf`. */
export const SAMPLE_MEDIA = {
  image: tinyPng(),
  audio: mediaOfBytes('audio', 'audio/wav', Buffer.from('wav')),
  video: mediaOfBytes('video', 'video/mp4', Buffer.from('mp4')),
  document: mediaOfBytes('document', 'application/pdf', Buffer.from('pdf')),
};

/**
 * For tests of what is sent rather than how it is made: media go as they are where they are accepted; a
 * film has two frames, half a second apart, and a document two pages, all of them one pixel.
 */
export function standInMedia(): MediaService {
  const asIs = async (media: Media): Promise<EncodedMedia> => ({
    bytes: await media.read(),
    mediaType: media.mediaType,
  });
  const picture = () => asIs(SAMPLE_MEDIA.image);
  return {
    image: async (media, { accepts }) =>
      accepts.includes(media.mediaType) ? asIs(media) : picture(),
    audio: async (media, { accepts }) =>
      accepts.includes(media.mediaType)
        ? asIs(media)
        : { bytes: Buffer.from('wav'), mediaType: 'audio/wav' },
    frames: async () => [
      { ...(await picture()), index: 0, fps: 2, timestampSeconds: 0 },
      { ...(await picture()), index: 1, fps: 2, timestampSeconds: 0.5 },
    ],
    pages: async () => [
      { ...(await picture()), number: 1 },
      { ...(await picture()), number: 2 },
    ],
    statistics: () => ({ made: 0, reused: 0 }),
    close: () => {},
  };
}
