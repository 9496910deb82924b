import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LimitLease, LimitLeaseRequest } from '../../../activities/limits/limit-lease.ts';
import { createRequestGate, type RequestGate } from '../../../activities/limits/request-gate.ts';
import { createOnAbort } from '../../../activities/models/on-abort.ts';

const FULL: LimitLease = {
  concurrency: null,
  requestsPerSecond: null,
  tokensPerSecond: null,
  validMs: 12_000,
  renewMs: 3_000,
  pausedMs: 0,
};

describe('the gate of a worker', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  const open = (answer: (request: LimitLeaseRequest) => Partial<LimitLease>) => {
    const requests: LimitLeaseRequest[] = [];
    const gate = createRequestGate({
      key: 'endpoint',
      holder: 'this worker',
      limits: { concurrency: 1 },
      lease: async (_key, request) => {
        requests.push(request);
        return { ...FULL, ...answer(request) };
      },
      onAbort: createOnAbort(),
      log: () => undefined,
    });
    return { gate, requests };
  };
  const never = new AbortController().signal;
  const done = { isAnswered: true };
  type Leave = Awaited<ReturnType<RequestGate['enter']>>;

  async function call(
    gate: RequestGate,
    then: (leave: Leave) => void,
    signal: AbortSignal = never,
  ): Promise<void> {
    then(await gate.enter(signal));
  }

  test('lets in as many as its share and the next when one leaves', async () => {
    const { gate } = open(() => ({ concurrency: 2 }));
    const entered: Leave[] = [];
    for (let count = 0; count < 5; count += 1) {
      void call(gate, (leave) => entered.push(leave));
    }
    await vi.advanceTimersByTimeAsync(10);
    expect(entered).toHaveLength(2);
    entered[0]!(done);
    await vi.advanceTimersByTimeAsync(10);
    expect(entered).toHaveLength(3);
  });

  test('spaces calls at the rate of its share', async () => {
    const { gate, requests } = open(() => ({ requestsPerSecond: 10 }));
    let entered = 0;
    for (let count = 0; count < 100; count += 1) {
      void call(gate, (leave) => {
        entered += 1;
        leave(done);
      });
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entered).toBeGreaterThanOrEqual(49);
    expect(entered).toBeLessThanOrEqual(52);
    // A few messages for all of them.
    expect(requests.length).toBeLessThanOrEqual(3);
  });

  test('charges the tokens that calls turned out to use', async () => {
    const { gate } = open(() => ({ tokensPerSecond: 1_000 }));
    let entered = 0;
    for (let count = 0; count < 200; count += 1) {
      void call(gate, (leave) => {
        entered += 1;
        leave({ isAnswered: true, tokens: 250 });
      });
    }
    await vi.advanceTimersByTimeAsync(10_000);
    // 10 s of 1,000 tokens, and the second that is lent.
    expect(entered).toBeGreaterThanOrEqual(40);
    expect(entered).toBeLessThanOrEqual(46);
  });

  test('sends nothing when the lease could not be renewed, and goes on when it can', async () => {
    let isUp = true;
    const { gate } = open(() => {
      if (!isUp) throw new Error('no server');
      return { requestsPerSecond: 1 };
    });
    let entered = 0;
    for (let count = 0; count < 60; count += 1) {
      void call(gate, (leave) => {
        entered += 1;
        leave(done);
      });
    }
    await vi.advanceTimersByTimeAsync(1_000);
    isUp = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(entered).toBeLessThanOrEqual(16);
    const before = entered;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entered).toBe(before);
    isUp = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(entered).toBeGreaterThan(before);
  });

  test('tells of a refusal at once, and waits as long as it was told', async () => {
    const { gate, requests } = open(({ refusal }) => ({ pausedMs: refusal?.retryAfterMs ?? 0 }));
    const leave = await Promise.all([gate.enter(never), vi.advanceTimersByTimeAsync(1)]);
    leave[0]({
      isAnswered: false,
      refusal: { sentAtMs: performance.now() - 40, retryAfterMs: 2_000 },
    });
    let entered = 0;
    void call(gate, () => (entered += 1));
    await vi.advanceTimersByTimeAsync(1_900);
    expect(requests[1]?.refusal).toEqual({ sentAgoMs: 40, retryAfterMs: 2_000, inFlight: 1 });
    expect(entered).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(entered).toBe(1);
  });

  test('gives its lease back when it is quiet, and asks anew', async () => {
    const { gate, requests } = open(() => ({}));
    const enter = async () => {
      const [leave] = await Promise.all([gate.enter(never), vi.advanceTimersByTimeAsync(1)]);
      leave(done);
    };
    await enter();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests.at(-1)?.isLeaving).toBe(true);
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(before);
    await enter();
    expect(requests.length).toBeGreaterThan(before);
  });

  test('a caller that is called off does not hold up the others', async () => {
    const { gate } = open(() => ({ concurrency: 1 }));
    const [leave] = await Promise.all([gate.enter(never), vi.advanceTimersByTimeAsync(1)]);
    const impatient = new AbortController();
    const refused = expect(gate.enter(impatient.signal)).rejects.toThrow('cancelled');
    let entered = 0;
    void call(gate, () => (entered += 1));
    impatient.abort();
    await refused;
    leave(done);
    await vi.advanceTimersByTimeAsync(1);
    expect(entered).toBe(1);
  });
});
