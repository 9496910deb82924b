import type { Aggregation } from './aggregation.ts';
import { notComputed } from './not-computed.ts';

/** No number here: the records are what the server of a benchmark scores. */
export const submission: Aggregation = { ...notComputed, name: 'submission' };
