import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLimiter } from '../../../activities/inference/limiter.ts';

test('a call alone waits for those in flight and holds back those that come after it', async () => {
  const limiter = createLimiter(() => 4);
  const events: string[] = [];
  await limiter.acquire();
  await limiter.acquire();
  const alone = limiter.acquireAlone().then(() => events.push('alone'));
  const later = limiter.acquire().then(() => events.push('later'));
  limiter.release();
  await turn();
  expect(events).toEqual([]);
  limiter.release();
  await alone;
  await turn();
  expect(events).toEqual(['alone']);
  expect(limiter.inUse()).toBe(0);
  limiter.releaseAlone();
  await later;
  expect(events).toEqual(['alone', 'later']);
  expect(limiter.inUse()).toBe(1);
});

test('calls alone follow one another, and all the slots are free again after the last', async () => {
  const limiter = createLimiter(() => 2);
  let running = 0;
  let most = 0;
  const one = async () => {
    await limiter.acquireAlone();
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    limiter.releaseAlone();
  };
  await Promise.all([one(), one(), one()]);
  expect(most).toBe(1);
  await limiter.acquire();
  await limiter.acquire();
  expect(limiter.inUse()).toBe(2);
});
