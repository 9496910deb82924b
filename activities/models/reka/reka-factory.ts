import type { JsonObject } from '../../../core/json.ts';
import { createApiFactory } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import { dataUrl } from '../http/send-media.ts';
import type { SentMedia } from '../http/send-media.ts';
import { readReka } from './read-reka.ts';
import { rekaPayload } from './reka-payload.ts';
import type { RekaSettings } from './reka-payload.ts';

export const rekaFactory = createApiFactory<RekaSettings>({
  id: 'reka',
  version: 1,
  resource: 'chat',
  apiName: 'the root of the Reka API; it usually ends in /v1',
  defaults: { baseUrl: 'https://api.reka.ai/v1' },
  listsModels: true,
  headers: (apiKey): Readonly<Record<string, string>> =>
    apiKey === undefined ? {} : { 'x-api-key': apiKey },
  readOwn: (reader) => ({ video: reader.choice('video', ['native', 'frames']) }),
  terms: ({ maxImageBytes }, { video }) => ({
    api: 'The Reka API',
    images: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
    maxImageBytes,
    audio: ['audio/wav', 'audio/mpeg', 'audio/mp3'],
    video: video === 'native' ? ['video/mp4', 'video/quicktime', 'video/webm'] : [],
    maxFileBytes: 15_000_000,
    readsPdf: false,
  }),
  parts: (sent) => sent.map(partOf),
  protocol: (tools) => {
    const path = resourcePath(tools.settings.baseUrl, 'chat');
    return {
      ask: async (request) => ({ path, body: JSON.stringify(await rekaPayload(request, tools)) }),
      readBody: readReka,
    };
  },
});

function partOf(media: SentMedia): JsonObject {
  const name = `${media.kind}_url`;
  return { type: name, [name]: dataUrl(media) };
}
