import { createApiFactory } from '../http/api-factory.ts';
import { resourcePath } from '../http/base-url.ts';
import { bearer } from '../http/transport.ts';
import { dashscopeParts } from './dashscope-parts.ts';
import { dashscopePayload } from './dashscope-payload.ts';
import type { DashscopeSettings } from './dashscope-payload.ts';
import { readDashscope } from './read-dashscope.ts';

const RESOURCE = 'services/aigc/multimodal-generation/generation';

export const dashscopeFactory = createApiFactory<DashscopeSettings>({
  id: 'dashscope',
  version: 1,
  resource: RESOURCE,
  apiName: 'the root of the DashScope API; it usually ends in /api/v1',
  defaults: {
    baseUrl: 'https://dashscope.aliyuncs.com/api/v1',
  },
  listsModels: false,
  headers: bearer,
  readOwn: (reader) => {
    const fps = reader.number('fps', 0) ?? 0;
    const video = reader.choice('video', ['native', 'frames']);
    return { video, ...(fps > 0 ? { fps } : {}) };
  },
  terms: ({ maxImageBytes }, { video }) => ({
    api: 'The DashScope API',
    images: ['image/png', 'image/jpeg', 'image/webp', 'image/bmp', 'image/tiff', 'image/heic'],
    maxImageBytes,
    audio: ['audio/wav', 'audio/mpeg', 'audio/mp3', 'audio/aac', 'audio/ogg', 'audio/flac'],
    video:
      video === 'native'
        ? ['video/mp4', 'video/quicktime', 'video/x-matroska', 'video/x-msvideo']
        : [],
    // Encoded, a file within a request may have 10 MB.
    maxFileBytes: 7 * 1024 * 1024,
    readsPdf: false,
  }),
  parts: dashscopeParts,
  protocol: (tools) => {
    const path = resourcePath(tools.settings.baseUrl, RESOURCE);
    const headers: Record<string, string> = tools.settings.stream
      ? { 'x-dashscope-sse': 'enable' }
      : {};
    return {
      ask: async (request) => ({
        path,
        headers,
        body: JSON.stringify(await dashscopePayload(request, tools)),
      }),
      readBody: readDashscope,
    };
  },
});
