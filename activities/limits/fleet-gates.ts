import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '../../core/json.ts';
import { createOnAbort } from '../models/on-abort.ts';
import type { FleetLimits } from './fleet-limits.ts';
import type { RequestLimitLease } from './limit-lease.ts';
import { createRequestGate, type RequestGate } from './request-gate.ts';

/** The gates of one worker process. */
export interface FleetGates {
  /** The same gate for all that ask one endpoint with one credential under the same limits. */
  gate(
    place: { readonly baseUrl: string; readonly apiKeyEnv: string },
    limits: FleetLimits,
  ): RequestGate;
}

export function createFleetGates(options: {
  readonly lease: RequestLimitLease;
  readonly log: (message: string) => void;
}): FleetGates {
  const gates = new Map<string, RequestGate>();
  const onAbort = createOnAbort();
  return {
    gate({ baseUrl, apiKeyEnv }, limits) {
      // The credential by name: its value, even as a digest, belongs in no history.
      const place = canonicalJson([baseUrl, apiKeyEnv]);
      const name = `${place} ${canonicalJson(limits)}`;
      const known = gates.get(name);
      if (known !== undefined) return known;
      const gate = createRequestGate({
        ...options,
        key: createHash('sha256').update(place).digest('hex').slice(0, 24),
        // Runs of one process may state different limits, each with a gate and a lease of its own.
        holder: randomUUID(),
        limits,
        onAbort,
      });
      gates.set(name, gate);
      return gate;
    },
  };
}
