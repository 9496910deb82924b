import { createApiFactory } from '../http/api-factory.ts';
import { bearer } from '../http/transport.ts';
import { createWhisperProtocol } from './whisper-protocol.ts';
import type { WhisperSettings } from './whisper-protocol.ts';

/** Types that servers read; anything else is decoded and sent as WAV. */
const SOUNDS = [
  'audio/wav',
  'audio/mpeg',
  'audio/mp3',
  'audio/flac',
  'audio/ogg',
  'audio/webm',
  'audio/mp4',
];

export const whisperFactory = createApiFactory<WhisperSettings>({
  id: 'whisper',
  version: 1,
  resource: 'audio/transcriptions',
  apiName: 'the root of a server with the transcriptions API; it usually ends in /v1',
  defaults: {},
  listsModels: true,
  headers: bearer,
  readOwn: (reader) => {
    const language = reader.text('language')?.trim() ?? 'auto';
    return {
      task: reader.choice('task', ['transcribe', 'translate']),
      sendsPrompt: reader.flag('send_prompt'),
      ...(language === 'auto' ? {} : { language }),
    };
  },
  terms: ({ maxImageBytes }) => ({
    api: 'The transcriptions API',
    images: [],
    maxImageBytes,
    audio: SOUNDS,
    video: [],
    maxFileBytes: 0,
    readsPdf: false,
  }),
  parts: (sent) => sent.map(({ mediaType, base64 }) => ({ mediaType, base64 })),
  protocol: createWhisperProtocol,
});
