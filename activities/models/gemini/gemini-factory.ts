import { createApiFactory } from '../http/api-factory.ts';
import type { ProtocolTools } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import type { AnswerProtocol } from '../http/endpoint-client.ts';
import { geminiPayload } from './gemini-payload.ts';
import { readGeminiSettings } from './gemini-settings.ts';
import type { GeminiSettings } from './gemini-settings.ts';
import { readGemini } from './read-gemini.ts';

const FILMS = [
  'video/mp4',
  'video/mpeg',
  'video/quicktime',
  'video/x-msvideo',
  'video/x-flv',
  'video/webm',
  'video/x-ms-wmv',
  'video/3gpp',
];

export const geminiFactory = createApiFactory({
  id: 'gemini',
  version: 1,
  resource: 'models/MODEL:generateContent',
  apiName: 'the root of the Gemini API; it usually ends in /v1beta',
  defaults: { baseUrl: 'https://generativelanguage.googleapis.com/v1beta' },
  keyAlternatives: ['GEMINI_API_KEY'],
  listsModels: true,
  headers: (apiKey): Readonly<Record<string, string>> =>
    apiKey === undefined ? {} : { 'x-goog-api-key': apiKey },
  readOwn: readGeminiSettings,
  terms: ({ maxImageBytes }, { video }) => ({
    api: 'The Gemini API',
    images: ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'],
    maxImageBytes,
    audio: [
      'audio/wav',
      'audio/mpeg',
      'audio/mp3',
      'audio/aiff',
      'audio/aac',
      'audio/ogg',
      'audio/flac',
    ],
    video: video === 'native' ? FILMS : [],
    // A request with files inside may have 20 MB, and base64 takes a third more.
    maxFileBytes: 15_000_000,
    readsPdf: true,
  }),
  parts: (sent, _media, { fps }) =>
    sent.map(({ kind, mediaType, base64 }) => ({
      inlineData: { mimeType: mediaType, data: base64 },
      ...(kind === 'video' && fps !== undefined ? { videoMetadata: { fps } } : {}),
    })),
  protocol: createGeminiProtocol,
});

function createGeminiProtocol(tools: ProtocolTools<GeminiSettings>): AnswerProtocol {
  const { baseUrl, model, stream } = tools.settings;
  const method = stream ? 'streamGenerateContent' : 'generateContent';
  const name = model.replace(/^models\//, '');
  const route = resourcePath(baseUrl, `models/${encodeURIComponent(name)}:${method}`);
  // Without it a stream is one long JSON list.
  const path = stream ? `${route}${route.includes('?') ? '&' : '?'}alt=sse` : route;
  return {
    ask: async (request) => ({ path, body: JSON.stringify(await geminiPayload(request, tools)) }),
    readBody: readGemini,
  };
}
