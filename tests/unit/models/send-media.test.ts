import { expect, test } from 'vitest';

import { sendMedia } from '../../../activities/models/http/send-media.ts';
import type { MediaTerms } from '../../../activities/models/http/send-media.ts';
import type { FrameWish } from '../../../activities/media/media-wishes.ts';
import { SAMPLE_MEDIA, standInMedia } from '../../support/stand-in-media.ts';

const terms: MediaTerms = {
  api: 'The API',
  images: ['image/jpeg'],
  maxImageBytes: 1000,
  audio: ['audio/wav'],
  video: ['video/mp4'],
  maxFileBytes: 3,
  readsPdf: true,
};
const forms = {
  format: 'jpeg',
  quality: 85,
  frames: { frames: 2 },
  dpi: 144,
  keptItems: 1,
} as const;
const tools = { service: standInMedia(), forms };
const kinds = async (...given: Parameters<typeof sendMedia>) =>
  (await sendMedia(...given)).map(({ kind }) => kind);

test('a film that the API takes goes as it is, up to its limit', async () => {
  expect(await kinds(SAMPLE_MEDIA.video, terms, tools)).toEqual(['video']);
  await expect(
    sendMedia(SAMPLE_MEDIA.video, { ...terms, maxFileBytes: 2 }, tools),
  ).rejects.toMatchObject({
    code: 'media-unsupported',
    message: expect.stringMatching(/has 3\. Pass video=frames/) as unknown,
  });
});

test('a film in another container is shown in frames, with the wish of the arguments', async () => {
  let wished: FrameWish | undefined;
  const service = {
    ...tools.service,
    frames: (...given: Parameters<typeof tools.service.frames>) => {
      wished = given[1];
      return tools.service.frames(...given);
    },
  };
  const webm = { ...SAMPLE_MEDIA.video, mediaType: 'video/webm' };
  expect(await sendMedia(webm, terms, { service, forms })).toMatchObject([
    { kind: 'image', seconds: 0 },
    { kind: 'image', seconds: 0.5 },
  ]);
  expect(wished).toEqual({ frames: 2, format: 'jpeg', quality: 85 });
});

test('a PDF goes as it is unless pages of it were chosen, it is too long, or it is none', async () => {
  const { document } = SAMPLE_MEDIA;
  expect(await kinds(document, terms, tools)).toEqual(['document']);
  const chosen = { ...document, pages: { numbers: [1] } };
  const other = { ...document, mediaType: 'application/postscript' };
  for (const [media, own] of [
    [chosen, terms],
    [other, terms],
    [document, { ...terms, maxFileBytes: 2 }],
    [document, { ...terms, readsPdf: false }],
  ] as const) {
    expect(await kinds(media, own, tools)).toEqual(['image', 'image']);
  }
});

test('an API without ears refuses sound', async () => {
  await expect(sendMedia(SAMPLE_MEDIA.audio, { ...terms, audio: [] }, tools)).rejects.toMatchObject(
    { code: 'media-unsupported' },
  );
});
