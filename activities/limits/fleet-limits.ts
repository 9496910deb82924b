import type { ArgumentReader } from '../models/read-arguments.ts';

/** What all workers and runs may do together at one endpoint with one credential. */
export interface FleetLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrency?: number;
}

/** undefined where the arguments set no such limit: then nothing of this costs anything. */
export function readFleetLimits(reader: ArgumentReader): FleetLimits | undefined {
  const requestsPerMinute = reader.number('rpm', 1);
  const tokensPerMinute = reader.number('tpm', 1);
  const concurrency = reader.integer('fleet_concurrency', 1);
  const limits = {
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}
