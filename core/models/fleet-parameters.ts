import { parameter, type CatalogueParameter } from './catalogue-entry.ts';

/** Limits that all workers and runs keep together, for every adapter that asks an endpoint. */
export const FLEET_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'rpm',
    'Requests per minute that all workers and runs send together; default: no limit.',
  ),
  parameter(
    'tpm',
    'Tokens per minute, of prompts and answers, that all workers and runs use together.',
  ),
  parameter(
    'fleet_concurrency',
    'Requests that all workers and runs have in flight together; rate limits (429) lower it for a time.',
  ),
];
