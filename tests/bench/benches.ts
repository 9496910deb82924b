import type { Bench } from './bench.ts';
import { endpointBench } from './endpoint-bench.ts';

export const BENCHES: readonly Bench[] = [endpointBench];
