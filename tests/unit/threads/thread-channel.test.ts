import { afterEach, beforeEach, expect, test } from 'vitest';

import { openThread, type ThreadChannel } from '../../../activities/threads/thread-channel.ts';
import { EvalError } from '../../../core/errors.ts';

type EchoCalls = {
  echo: { payload: unknown; result: unknown };
  later: { payload: { value: number; delayMs: number }; result: number };
  refuse: { payload: undefined; result: undefined };
  fail: { payload: undefined; result: undefined };
  unsendable: { payload: undefined; result: unknown };
  crash: { payload: undefined; result: undefined };
  hang: { payload: undefined; result: undefined };
  unknown: { payload: undefined; result: undefined };
};

let channel: ThreadChannel<EchoCalls>;

beforeEach(() => {
  channel = openThread({ entry: new URL('./echo-thread.mjs', import.meta.url), name: 'echo' });
});

afterEach(() => channel.terminate());

test('gives each call its own result, whatever the order of answers', async () => {
  const slow = channel.call('later', { value: 1, delayMs: 40 });
  const quick = channel.call('later', { value: 2, delayMs: 1 });
  const order: number[] = [];
  await Promise.all([slow, quick].map((call) => call.then((value) => order.push(value))));
  expect(order).toEqual([2, 1]);
});

test('hands over a transferred buffer instead of copying it', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const echoed = await channel.call('echo', bytes, [bytes.buffer]);
  expect(echoed).toEqual(new Uint8Array([1, 2, 3]));
  expect(bytes.byteLength).toBe(0);
});

test('keeps the code, the retry advice and the data of an EvalError', async () => {
  const error: unknown = await channel.call('refuse', undefined).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EvalError);
  expect(error).toMatchObject({
    code: 'rate-limited',
    message: 'Too many.',
    retry: { afterMs: 250 },
    data: { limit: 3 },
  });
});

test('turns any other error into an internal one with its message', async () => {
  await expect(channel.call('fail', undefined)).rejects.toMatchObject({
    code: 'internal',
    message: 'not a function',
  });
});

test('rejects a call whose result cannot be sent, and a call that does not exist', async () => {
  await expect(channel.call('unsendable', undefined)).rejects.toMatchObject({ code: 'internal' });
  await expect(channel.call('unknown', undefined)).rejects.toMatchObject({ code: 'internal' });
});

test('stays usable after a payload that cannot be cloned', async () => {
  await expect(channel.call('echo', () => undefined)).rejects.toThrow();
  expect(await channel.call('echo', 5)).toBe(5);
});

test('rejects all waiting and later calls with internal when the thread dies', async () => {
  const waiting = channel.call('hang', undefined);
  const crash = channel.call('crash', undefined);
  await expect(crash).rejects.toMatchObject({ code: 'internal', retry: 'backoff' });
  await expect(waiting).rejects.toMatchObject({ code: 'internal' });
  await expect(channel.call('echo', 1)).rejects.toMatchObject({ code: 'internal' });
});

test('closes only after the calls in progress have ended, which are rejected at once', async () => {
  const delayMs = 80;
  const startedAt = performance.now();
  const waiting = channel.call('later', { value: 1, delayMs });
  const refused = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.all([channel.close(), channel.close()]);
  await refused;
  // Timers may fire a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(delayMs - 2);
  await expect(channel.call('echo', 1)).rejects.toMatchObject({ code: 'cancelled' });
});

test('closes a thread that has died already', async () => {
  await expect(channel.call('crash', undefined)).rejects.toMatchObject({ code: 'internal' });
  await channel.close();
});

test('rejects waiting calls with the given reason when it is terminated', async () => {
  const waiting = channel.call('hang', undefined);
  const refused = expect(waiting).rejects.toMatchObject({ code: 'scorer-timed-out' });
  await channel.terminate(new EvalError('scorer-timed-out', 'The scorer took too long.'));
  await refused;
});
