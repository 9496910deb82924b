import type { Quantiles, TaskTiming } from '../../core/results.ts';

/** Bins of the latency histogram: enough for a plot, few enough to read. */
const BINS = 24;

/** Gathers timings as plain numbers; a million documents are 24 MB. */
export class TimingSummary {
  readonly #latency: number[] = [];
  readonly #ttft: number[] = [];
  readonly #tpot: number[] = [];

  add(execution: {
    readonly latency_ms: readonly number[];
    readonly ttft_ms: readonly number[];
    readonly tpot_ms: readonly number[];
  }): void {
    this.#latency.push(...execution.latency_ms);
    this.#ttft.push(...execution.ttft_ms);
    this.#tpot.push(...execution.tpot_ms);
  }

  finish(): TaskTiming {
    return {
      latencyMs: quantilesOf(this.#latency),
      ttftMs: quantilesOf(this.#ttft),
      tpotMs: quantilesOf(this.#tpot),
      latencyHistogram: histogramOf(this.#latency),
    };
  }
}

function quantilesOf(values: number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))]!);
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    mean: rounded(sum / sorted.length),
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
  };
}

function histogramOf(values: number[]): [number, number][] {
  if (values.length === 0) return [];
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  const width = Math.max(1, largest / BINS);
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor(value / width))]! += 1;
  return counts.map((count, index) => [rounded((index + 1) * width), count]);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
