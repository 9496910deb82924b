import type { FakeEndpointStats } from '../support/fake-endpoint.ts';

/** From the first request to the last answer, as the endpoint saw them. */
export function requestPhaseMs(stats: FakeEndpointStats): number {
  if (stats.firstRequestAtMs === null || stats.lastAnswerAtMs === null) {
    throw new Error('The endpoint answered nothing.');
  }
  return stats.lastAnswerAtMs - stats.firstRequestAtMs;
}
