import type { Bench } from './bench.ts';
import { cliBench } from './cli-bench.ts';
import { datasetBench } from './dataset-bench.ts';
import { endpointBench } from './endpoint-bench.ts';
import { killBench } from './kill-bench.ts';
import { mediaBench } from './media-bench.ts';
import { onnxBench } from './onnx-bench.ts';
import { orchestrationBench } from './orchestration-bench.ts';
import { scaleBench } from './scale-bench.ts';
import { scoringBench } from './scoring-bench.ts';
import { storeBench } from './store-bench.ts';
import { tasksBench } from './tasks-bench.ts';
import { videoBench } from './video-bench.ts';

export const BENCHES: readonly Bench[] = [
  endpointBench,
  scaleBench,
  killBench,
  mediaBench,
  videoBench,
  onnxBench,
  storeBench,
  datasetBench,
  scoringBench,
  orchestrationBench,
  cliBench,
  tasksBench,
];
