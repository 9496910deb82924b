import { expect, test } from 'vitest';

import { dashscopeParts } from '../../../activities/models/dashscope/dashscope-parts.ts';
import type { SentMedia } from '../../../activities/models/http/send-media.ts';
import { SAMPLE_MEDIA } from '../../support/stand-in-media.ts';

const frames = (count: number, step: number): SentMedia[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'image',
    mediaType: 'image/jpeg',
    base64: `f${index}`,
    seconds: index * step,
  }));
const urls = (count: number) =>
  frames(count, 0).map(({ base64 }) => `data:image/jpeg;base64,${base64}`);

test('frames are one list with their rate', () => {
  expect(dashscopeParts(frames(4, 0.5), SAMPLE_MEDIA.video, { video: 'frames' })).toEqual([
    { video: urls(4), fps: 2 },
  ]);
});

test('a film without times has no rate, and one of three frames is three pictures', () => {
  const settings = { video: 'frames' } as const;
  expect(dashscopeParts(frames(4, 0), SAMPLE_MEDIA.video, settings)).toEqual([{ video: urls(4) }]);
  expect(dashscopeParts(frames(3, 1), SAMPLE_MEDIA.video, settings)).toEqual(
    urls(3).map((image) => ({ image })),
  );
});

test('the pages of a document are never taken for a film', () => {
  expect(dashscopeParts(frames(4, 1), SAMPLE_MEDIA.document, { video: 'frames' })).toEqual(
    urls(4).map((image) => ({ image })),
  );
});

test('a native film carries the wanted rate', () => {
  const film: SentMedia = { kind: 'video', mediaType: 'video/mp4', base64: 'bXA0' };
  expect(dashscopeParts([film], SAMPLE_MEDIA.video, { video: 'native', fps: 3 })).toEqual([
    { video: 'data:video/mp4;base64,bXA0', fps: 3 },
  ]);
});
