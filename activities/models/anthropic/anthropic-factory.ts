import { createApiFactory } from '../http/api-factory.ts';
import { anthropicParts } from './anthropic-parts.ts';
import { createAnthropicProtocol } from './anthropic-protocol.ts';
import { readAnthropicSettings } from './anthropic-settings.ts';

/** Version of the wire format, which Anthropic has kept since then. */
const API_VERSION = '2023-06-01';

export const anthropicFactory = createApiFactory({
  id: 'anthropic',
  version: 1,
  resource: 'messages',
  apiName: 'the root of the Anthropic API; it usually ends in /v1',
  defaults: { baseUrl: 'https://api.anthropic.com/v1' },
  listsModels: true,
  batchApi: 'anthropic',
  headers: (apiKey) => ({
    'anthropic-version': API_VERSION,
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
  }),
  readOwn: readAnthropicSettings,
  terms: ({ maxImageBytes }) => ({
    api: 'The Messages API of Anthropic',
    images: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
    maxImageBytes,
    audio: [],
    video: [],
    // A request may have 32 MB, and base64 takes a third more.
    maxFileBytes: 22 * 1024 * 1024,
    readsPdf: true,
  }),
  parts: anthropicParts,
  protocol: createAnthropicProtocol,
});
