import { describe, expect, test } from 'vitest';
import type { LimitLeaseRequest } from '../../../activities/limits/limit-lease.ts';
import { grantLease, newLimitTable, type LimitTable } from '../../../workflows/limit-table.ts';
import { shareOut, shareOutWhole } from '../../../workflows/share-out.ts';

const HUNGRY = { concurrency: 100, requestsPerSecond: null, tokensPerSecond: null };

function request(holder: string, changes: Partial<LimitLeaseRequest> = {}): LimitLeaseRequest {
  return {
    holder,
    limits: { concurrency: 20, requestsPerMinute: 600 },
    demand: HUNGRY,
    inFlight: 0,
    peakInFlight: 0,
    isLeaving: false,
    ...changes,
  };
}

const reserved = (table: LimitTable) =>
  Object.values(table.holders).reduce((sum, holder) => sum + (holder.reserved.concurrency ?? 0), 0);

describe('sharing out', () => {
  test('nobody is short while another has more than it wants', () => {
    expect(shareOut([{ wanted: 2 }, { wanted: null }, { wanted: null }], 12)).toEqual([2, 5, 5]);
    expect(shareOut([{ wanted: 1 }, { wanted: 3 }], 10)).toEqual([4, 6]);
    expect(shareOut([], 10)).toEqual([]);
  });

  test('whole shares add up to no more than the total', () => {
    expect(shareOutWhole([{ wanted: null }, { wanted: null }, { wanted: null }], 10)).toEqual([
      4, 3, 3,
    ]);
    expect(shareOutWhole([{ wanted: 5 }, { wanted: 5 }], 1)).toEqual([1, 0]);
  });
});

describe('the table of leases', () => {
  test('the first gets all, the second what is free, then both half', () => {
    const table = newLimitTable();
    expect(grantLease(table, request('a'), 0).concurrency).toBe(20);
    expect(grantLease(table, request('b'), 100)).toMatchObject({ concurrency: 0, renewMs: 500 });
    expect(grantLease(table, request('a', { inFlight: 0 }), 3_000).concurrency).toBe(10);
    expect(grantLease(table, request('b'), 3_100).concurrency).toBe(10);
  });

  test('reserved shares never exceed the limit, whatever is asked', () => {
    const table = newLimitTable();
    let seed = 1;
    const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const given = new Map<string, number>();
    for (let step = 0; step < 500; step += 1) {
      const holder = `worker-${draw(7)}`;
      const inFlight = Math.min(given.get(holder) ?? 0, draw(25));
      const isLeaving = draw(20) === 0;
      const { concurrency } = grantLease(
        table,
        request(holder, {
          inFlight: isLeaving ? 0 : inFlight,
          demand: { ...HUNGRY, concurrency: draw(40) },
          isLeaving,
        }),
        step * 300,
      );
      // A holder's lease may have ended meanwhile; then it has nothing in flight that counts.
      given.clear();
      for (const [name, each] of Object.entries(table.holders)) {
        given.set(name, each.reserved.concurrency ?? 0);
      }
      expect(concurrency).toBeGreaterThanOrEqual(0);
      expect(reserved(table)).toBeLessThanOrEqual(20);
    }
  });

  test('a dead holder’s share comes back when its lease ends', () => {
    const table = newLimitTable();
    grantLease(table, request('dead'), 0);
    expect(grantLease(table, request('b'), 9_000).concurrency).toBe(0);
    expect(grantLease(table, request('b'), 10_000).concurrency).toBe(20);
  });

  test('the strictest limit of those who state one holds', () => {
    const table = newLimitTable();
    grantLease(table, request('a', { limits: { concurrency: 4 } }), 0);
    const lease = grantLease(table, request('b', { limits: { tokensPerMinute: 6_000 } }), 1_000);
    expect(lease.requestsPerSecond).toBeNull();
    expect(lease.tokensPerSecond).toBeCloseTo(49, 5);
    expect(grantLease(table, request('b'), 13_000).concurrency).toBe(20);
  });
});

describe('adaptation to refusals', () => {
  const refusal = { sentAgoMs: 50, inFlight: 20, retryAfterMs: 5_000 };

  test('an episode cuts once, however many workers report it, and all are told to wait', () => {
    const table = newLimitTable();
    grantLease(table, request('a', { peakInFlight: 20 }), 0);
    const cut = grantLease(table, request('a', { refusal }), 1_000);
    expect(cut).toMatchObject({ concurrency: 14, pausedMs: 5_000 });
    const again = grantLease(table, request('a', { refusal: { ...refusal, sentAgoMs: 0 } }), 3_000);
    expect(again).toMatchObject({ concurrency: 14, pausedMs: 3_000 });
  });

  test('it grows back quickly to just below the refusal, then slowly', () => {
    const table = newLimitTable();
    grantLease(table, request('a'), 0);
    grantLease(table, request('a', { refusal }), 1_000);
    const seen: (number | null)[] = [];
    for (let second = 6; second < 40; second += 3) {
      const busy = { inFlight: 14, peakInFlight: 20 };
      seen.push(grantLease(table, request('a', busy), second * 1_000).concurrency);
    }
    expect(seen.slice(0, 5)).toEqual([14, 15, 16, 17, 18]);
    expect(seen.at(-1)).toBe(19);
  });

  test('without a demand nothing grows', () => {
    const table = newLimitTable();
    grantLease(table, request('a'), 0);
    grantLease(table, request('a', { refusal }), 1_000);
    for (let second = 6; second < 60; second += 3) {
      const { concurrency } = grantLease(table, request('a', { peakInFlight: 3 }), second * 1_000);
      expect(concurrency).toBe(14);
    }
  });
});
