import { defineUpdate } from '@temporalio/workflow';
import type { LimitLease, LimitLeaseRequest } from '../activities/limits/limit-lease.ts';

/** Asks for a share of an endpoint's limits, or renews it. */
export const limitLeaseUpdate = defineUpdate<LimitLease, [LimitLeaseRequest]>('lease-limit');

/**
 * Raised with any change of the messages or of the workflow's code: workers of several builds ask the
 * same workflow, which moves to the newest build while it runs.
 */
const LIMITS_VERSION = 1;

export function limitsWorkflowId(key: string): string {
  return `limits/${LIMITS_VERSION}/${key}`;
}
