import type { FleetLimits } from '../activities/limits/fleet-limits.ts';
import type {
  LimitDemand,
  LimitLease,
  LimitLeaseRequest,
  LimitShare,
} from '../activities/limits/limit-lease.ts';
import { adapt, newAdaptation, type Adaptation } from './adaptive-limit.ts';
import { shareOut, shareOutWhole } from './share-out.ts';

/** A dead worker's share comes back after this. */
const LEASE_MS = 10_000;
const RENEW_MS = 2_000;
/** Sooner for those who got nothing. */
const HUNGRY_MS = 500;
/** Paced calls of several holders may fall together at the edges of an endpoint's minute. */
const RATE_MARGIN = 0.98;

interface Holder {
  expiresAtMs: number;
  limits: FleetLimits;
  demand: LimitDemand;
  /** What it may be using until it asks again or its lease ends. */
  reserved: LimitShare;
  /** When it last was given a call to make: the hungriest comes first. */
  fedAtMs: number;
}

/** JSON-plain: carried over continue-as-new. */
export interface LimitTable {
  readonly holders: Record<string, Holder>;
  readonly adaptation: Adaptation;
}

export function newLimitTable(): LimitTable {
  return { holders: {}, adaptation: newAdaptation() };
}

/**
 * Answers one holder. The reserved shares of all holders together never exceed the limits: a share that
 * shrinks is free for others only after its holder has heard of it, or when its lease has ended.
 */
export function grantLease(
  table: LimitTable,
  request: LimitLeaseRequest,
  nowMs: number,
): LimitLease {
  const { holders, adaptation } = table;
  for (const [name, holder] of Object.entries(holders)) {
    if (holder.expiresAtMs <= nowMs) delete holders[name];
  }
  if (request.isLeaving) {
    delete holders[request.holder];
    return { ...NOTHING, validMs: 0, renewMs: RENEW_MS, pausedMs: 0 };
  }
  const holder: Holder = {
    ...(holders[request.holder] ?? { reserved: NOTHING, fedAtMs: 0 }),
    expiresAtMs: nowMs + LEASE_MS,
    limits: request.limits,
    demand: request.demand,
  };
  holders[request.holder] = holder;
  const limits = strictest(Object.values(holders).map((each) => each.limits));
  const { refusal } = request;
  const others = inFlightOfOthers(table, request.holder);
  const concurrency = adapt(adaptation, {
    ceiling: limits.concurrency,
    inFlight: others + (refusal?.inFlight ?? request.peakInFlight),
    ...(refusal === undefined ? {} : { refusal }),
    nowMs,
  });
  const share: LimitShare = {
    concurrency: part(table, request.holder, 'concurrency', concurrency),
    requestsPerSecond: part(
      table,
      request.holder,
      'requestsPerSecond',
      perSecond(limits.requestsPerMinute),
    ),
    tokensPerSecond: part(
      table,
      request.holder,
      'tokensPerSecond',
      perSecond(limits.tokensPerMinute),
    ),
  };
  // Calls that are on their way go on, also above a share that has shrunk.
  const busy = share.concurrency === null ? null : Math.max(share.concurrency, request.inFlight);
  holder.reserved = { ...share, concurrency: busy };
  const isHungry = Object.values(share).some((each) => each === 0);
  if (!isHungry) holder.fedAtMs = nowMs;
  return {
    ...share,
    validMs: LEASE_MS,
    renewMs: isHungry ? HUNGRY_MS : RENEW_MS,
    pausedMs: Math.max(0, adaptation.pausedUntilMs - nowMs),
  };
}

const NOTHING: LimitShare = { concurrency: 0, requestsPerSecond: 0, tokensPerSecond: 0 };

function part(
  table: LimitTable,
  name: string,
  kind: keyof LimitShare,
  total: number | undefined,
): number | null {
  if (total === undefined) return null;
  const claims = Object.entries(table.holders)
    .sort(([, left], [, right]) => left.fedAtMs - right.fedAtMs)
    .map(([each, holder]) => ({ each, wanted: holder.demand[kind] }));
  const shares = kind === 'concurrency' ? shareOutWhole(claims, total) : shareOut(claims, total);
  const target = shares[claims.findIndex(({ each }) => each === name)]!;
  let free = total;
  for (const { each } of claims) {
    if (each !== name) free -= table.holders[each]!.reserved[kind] ?? 0;
  }
  return Math.max(0, Math.min(target, free));
}

/** Not asked of them at this moment; what they were given and wanted says it well enough. */
function inFlightOfOthers(table: LimitTable, own: string): number {
  let sum = 0;
  for (const [name, { reserved, demand }] of Object.entries(table.holders)) {
    if (name === own) continue;
    sum += Math.min(reserved.concurrency ?? 0, demand.concurrency ?? Infinity);
  }
  return sum;
}

function strictest(all: readonly FleetLimits[]): FleetLimits {
  const least = (kind: keyof FleetLimits) => {
    const stated = all.flatMap((limits) => limits[kind] ?? []);
    return stated.length === 0 ? {} : { [kind]: Math.min(...stated) };
  };
  return { ...least('requestsPerMinute'), ...least('tokensPerMinute'), ...least('concurrency') };
}

function perSecond(perMinute: number | undefined): number | undefined {
  return perMinute === undefined ? undefined : (perMinute * RATE_MARGIN) / 60;
}
