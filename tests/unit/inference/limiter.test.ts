import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../activities/inference/limiter.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the limiter', () => {
  it('never hands out more slots than the capacity and serves in order', async () => {
    const limiter = createLimiter(() => 3);
    const order: number[] = [];
    let most = 0;
    const work = Array.from({ length: 50 }, async (_, index) => {
      await limiter.acquire();
      order.push(index);
      most = Math.max(most, limiter.inUse());
      await turn();
      limiter.release();
    });
    await Promise.all(work);
    expect(most).toBe(3);
    expect(order).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(limiter.inUse()).toBe(0);
  });

  it('follows a capacity that grows and shrinks', async () => {
    let capacity = 1;
    const limiter = createLimiter(() => capacity);
    let granted = 0;
    const take = () => limiter.acquire().then(() => (granted += 1));
    const waiting = [take(), take(), take(), take()];
    await turn();
    expect(granted).toBe(1);
    capacity = 3;
    limiter.release();
    await turn();
    expect(granted).toBe(4);
    capacity = 1;
    const late = take();
    limiter.release();
    limiter.release();
    await turn();
    expect(granted).toBe(4);
    limiter.release();
    await Promise.all([...waiting, late]);
    expect(granted).toBe(5);
  });

  it('lets one through even when the capacity says zero', async () => {
    const limiter = createLimiter(() => 0);
    await limiter.acquire();
    expect(limiter.inUse()).toBe(1);
  });
});
