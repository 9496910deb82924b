import { expect, test } from 'vitest';

import { orderKey, prefixHash } from '../../../activities/models/http/order-key.ts';
import { mediaOfBytes, mediaRequest, textRequest } from '../../support/requests.ts';

test('the prefix hash is SHA-1 of the first characters, counted in code points', () => {
  expect(prefixHash('', 256)).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  expect(prefixHash('hello world', 5)).toBe(prefixHash('hello', 256));
  expect(prefixHash('🙂🙂🙂', 2)).toBe(prefixHash('🙂🙂', 256));
});

test('questions about one image become neighbours, whatever they ask', () => {
  const images = ['a', 'b'].map((name) => mediaOfBytes('image', 'image/png', Buffer.from(name)));
  const keys = ['What?', 'Why?', 'Who?'].flatMap((question) =>
    images.map((image, index) => ({
      index,
      key: orderKey(mediaRequest(question, image).messages, 256),
    })),
  );
  keys.sort((left, right) => (left.key < right.key ? -1 : 1));
  const order = keys.map(({ index }) => index).join('');
  expect(['000111', '111000']).toContain(order);
});

test('texts with a common beginning share a key', () => {
  const beginning = 'x'.repeat(64);
  const key = (text: string) => orderKey(textRequest(text).messages, 64);
  expect(key(`${beginning} one`)).toBe(key(`${beginning} two`));
  expect(key('one')).not.toBe(key('two'));
});
