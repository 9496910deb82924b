import { expect, test } from 'vitest';
import { decodeSettings } from '../../../activities/media/video/decode-settings.ts';

test.each([
  [{}, { backend: 'native', threads: undefined }],
  [{ LMMS_VIDEO_DECODE_BACKEND: 'pyav' }, { backend: 'native', threads: undefined }],
  [{ LMMS_VIDEO_DECODE_BACKEND: ' FFmpeg ' }, { backend: 'ffmpeg', threads: undefined }],
  [
    { LMMS_VIDEO_DECODE_BACKEND: 'torchcodec', LMMS_VIDEO_TORCHCODEC_THREADS: '3' },
    { backend: 'native', threads: 3 },
  ],
  // Zero leaves the number to us, and other readers' settings do not count.
  [
    { LMMS_VIDEO_DECODE_BACKEND: 'dali', LMMS_VIDEO_DALI_THREADS: '0' },
    { backend: 'native', threads: undefined },
  ],
  [{ LMMS_VIDEO_TORCHCODEC_THREADS: '3' }, { backend: 'native', threads: undefined }],
])('%o means %o', (environment, settings) => {
  expect(decodeSettings(environment)).toEqual(settings);
});

test.each([
  { LMMS_VIDEO_DECODE_BACKEND: 'opencv' },
  { LMMS_VIDEO_DECODE_BACKEND: 'toString' },
  { LMMS_VIDEO_DECODE_BACKEND: 'decord', LMMS_VIDEO_DECORD_THREADS: 'two' },
])('refuses %o by name', (environment) => {
  expect(() => decodeSettings(environment)).toThrow(/LMMS_VIDEO/);
});
