import { expect, test } from 'vitest';
import { stringifyPayload } from '../../../activities/models/openai-compatible/stringify-payload.ts';

const picture = (letter: string) => `data:image/png;base64,${letter.repeat(5000)}`;

test.each([
  ['no picture', { model: 'm', messages: ['"\\\n'] }],
  [
    'short and long pictures',
    {
      a: { url: 'data:image/png;base64,A' },
      b: [{ url: picture('B') }, { url: picture('C') }],
      c: 'end',
    },
  ],
  [
    'what only looks like one',
    { url: `${picture('D')}"`, text: picture('E'), at: { url: `${picture('F')}\\` } },
  ],
])('writes %s as JSON.stringify does', (_what, payload) => {
  expect(stringifyPayload(payload)).toBe(JSON.stringify(payload));
});
