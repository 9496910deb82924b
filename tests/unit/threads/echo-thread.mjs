// Plain JavaScript, because a thread cannot load TypeScript; it uses the built server side.
import { EvalError } from '../../../dist/core/errors.js';
import { serveThread } from '../../../dist/activities/threads/serve-thread.js';

serveThread({
  echo: (value) => value,
  later: async ({ value, delayMs }) => {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return value;
  },
  refuse: () => {
    throw new EvalError('rate-limited', 'Too many.', {
      retry: { afterMs: 250 },
      data: { limit: 3 },
    });
  },
  fail: () => {
    throw new TypeError('not a function');
  },
  unsendable: () => () => undefined,
  crash: () => {
    setImmediate(() => {
      throw new Error('thread bug');
    });
    return new Promise(() => undefined);
  },
  hang: () => new Promise(() => undefined),
});
