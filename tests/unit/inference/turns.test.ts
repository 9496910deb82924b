import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../activities/inference/turns.ts';

const never = () => new AbortController().signal;

describe('createTurns', () => {
  it('lets one at a time go, in the order of asking', async () => {
    const turns = createTurns();
    const order: string[] = [];
    const work = async (name: string) => {
      const end = await turns.take(never());
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      order.push(`${name} ends`);
      end();
    };
    await Promise.all([work('a'), work('b'), work('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('frees whoever gives up waiting, and still keeps the next one waiting for the holder', async () => {
    const turns = createTurns();
    const endFirst = await turns.take(never());
    const impatient = new AbortController();
    const second = turns.take(impatient.signal);
    let hasThird = false;
    const third = turns.take(never()).then((end) => {
      hasThird = true;
      return end;
    });
    impatient.abort();
    (await second)();
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(hasThird).toBe(false);
    endFirst();
    (await third)();
  });

  it('gives no turn to a signal that has aborted already', async () => {
    const turns = createTurns();
    const end = await turns.take(AbortSignal.abort());
    const next = await turns.take(never());
    end();
    next();
  });
});
