import type { JsonObject } from '../../../core/json.ts';
import { createApiFactory } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import { dataUrl } from '../http/send-media.ts';
import type { SentMedia } from '../http/send-media.ts';
import { bearer } from '../http/transport.ts';
import { readResponse } from './read-response.ts';
import { responsesPayload } from './responses-payload.ts';

export const openAiResponsesFactory = createApiFactory({
  id: 'openai_responses',
  version: 1,
  resource: 'responses',
  apiName: 'the root of an API with OpenAI’s Responses; it usually ends in /v1',
  defaults: {
    baseUrl: 'https://api.openai.com/v1',
  },
  listsModels: true,
  batchApi: 'openai',
  headers: bearer,
  readOwn: (reader) => {
    const effort = reader.text('reasoning_effort');
    return effort === undefined ? {} : { effort };
  },
  terms: ({ maxImageBytes }) => ({
    api: 'The Responses API',
    images: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
    maxImageBytes,
    audio: [],
    video: [],
    maxFileBytes: 32 * 1024 * 1024,
    readsPdf: true,
  }),
  parts: (sent) => sent.map(partOf),
  protocol: (tools) => {
    const path = resourcePath(tools.settings.baseUrl, 'responses');
    return {
      ask: async (request) => ({
        path,
        body: JSON.stringify(await responsesPayload(request, tools)),
      }),
      readBody: readResponse,
    };
  },
});

function partOf(media: SentMedia): JsonObject {
  return media.kind === 'document'
    ? { type: 'input_file', filename: 'document.pdf', file_data: dataUrl(media) }
    : { type: 'input_image', image_url: dataUrl(media) };
}
