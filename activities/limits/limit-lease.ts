import type { FleetLimits } from './fleet-limits.ts';

/** null: there is no limit of this kind. */
export interface LimitShare {
  /** Calls in flight. */
  readonly concurrency: number | null;
  readonly requestsPerSecond: number | null;
  readonly tokensPerSecond: number | null;
}

/** What one worker process could use until it asks again; null: as much as there is. */
export type LimitDemand = LimitShare;

/** Sent every few seconds, however many calls are made: the cost of a limit does not grow with the rate. */
export interface LimitLeaseRequest {
  /** One per worker process. */
  readonly holder: string;
  readonly limits: FleetLimits;
  readonly demand: LimitDemand;
  readonly inFlight: number;
  /** Most calls in flight since the last request. */
  readonly peakInFlight: number;
  /** The endpoint has said 429 since the last request. */
  readonly refusal?: {
    /** How long ago the refused call was sent: calls sent before a cut say nothing new. */
    readonly sentAgoMs: number;
    /** Calls of this process in flight when it came. */
    readonly inFlight: number;
    readonly retryAfterMs?: number;
  };
  /** Gives everything back. */
  readonly isLeaving: boolean;
}

export interface LimitLease extends LimitShare {
  /** The share is ours for this long, counted from when the request was sent. */
  readonly validMs: number;
  readonly renewMs: number;
  /** The endpoint asked to be left alone for this long. */
  readonly pausedMs: number;
}

/** Leases of one endpoint and credential; implemented by a Temporal workflow (workers/limit-leases.ts). */
export type RequestLimitLease = (key: string, request: LimitLeaseRequest) => Promise<LimitLease>;
