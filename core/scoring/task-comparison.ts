import type { JsonObject } from '../json.ts';
import type { MetricComparison, TaskComparison } from '../results.ts';
import { comparePaired, type PairedComparison } from '../statistics/paired-comparison.ts';
import { deriveSeed } from '../statistics/random.ts';
import type { PairedSamples, PairedSeries } from './paired-samples.ts';

export interface TaskComparisonOptions {
  /** As people call it. */
  readonly name: string;
  readonly bootstrapIterations: number;
  readonly seed: number;
}

/** What the results of a task say about its baseline; p values over all tasks are corrected later. */
export function compareTask(
  { documents, series }: PairedSamples,
  options: TaskComparisonOptions,
): TaskComparison {
  const metrics: Record<string, MetricComparison> = {};
  for (const one of withoutRepetitions(series)) {
    const key = `${one.metric},${one.filter}`;
    const { current, baseline } = one;
    const clusters = clusterNumbers(one);
    const compared = comparePaired(
      { current, baseline, ...(clusters === undefined ? {} : { clusters }) },
      {
        bootstrapIterations: options.bootstrapIterations,
        seed: deriveSeed(options.seed, `paired,${key}`),
      },
    );
    metrics[key] = recordOf(compared);
  }
  return { baseline: options.name, documents, metrics };
}

/**
 * Precision, recall and F1 of a task hold the same number of each document, so they are one comparison under
 * three names, which a correction for many comparisons would count three times.
 */
function withoutRepetitions(series: readonly PairedSeries[]): readonly PairedSeries[] {
  return series.filter((one, index) => {
    const isSame = (other: PairedSeries): boolean =>
      other.filter === one.filter &&
      isEqual(other.current, one.current) &&
      isEqual(other.baseline, one.baseline);
    return !series.slice(0, index).some(isSame);
  });
}

function isEqual(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  return left.length === right.length && Array.from(left).every((value, at) => value === right[at]);
}

function clusterNumbers({ clusters }: PairedSeries): Float64Array | undefined {
  if (clusters.every((cluster) => cluster === undefined)) return undefined;
  const numbers = new Map<string, number>();
  return Float64Array.from(clusters, (cluster, row) => {
    // A document without a cluster is one of its own.
    if (cluster === undefined) return -1 - row;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return numbers.get(cluster)!;
  });
}

function recordOf(compared: PairedComparison): MetricComparison {
  const { clustered, bootstrap, mcnemar, neededCount, detectable } = compared;
  return {
    n: compared.count,
    current: compared.current,
    baseline: compared.baseline,
    difference: compared.difference,
    stderr: finite(compared.standardError),
    ci95: finitePair(compared.interval),
    t: finite(compared.t),
    p_value: finite(compared.pValue),
    ...(clustered === undefined
      ? {}
      : {
          clusters: clustered.clusters,
          stderr_clustered: finite(clustered.standardError),
          ci95_clustered: finitePair(clustered.interval),
          p_value_clustered: finite(clustered.pValue),
        }),
    ...(bootstrap === undefined
      ? {}
      : {
          stderr_bootstrap: finite(bootstrap.standardError),
          ci95_bootstrap: finitePair(bootstrap.interval),
          bootstrap_draws: bootstrap.iterations,
        }),
    ...(mcnemar === undefined
      ? {}
      : {
          only_current_right: mcnemar.currentOnly,
          only_baseline_right: mcnemar.baselineOnly,
          p_value_mcnemar: mcnemar.pValue,
          p_value_mcnemar_mid: mcnemar.midPValue,
        }),
    ...(neededCount === undefined ? {} : { needed_n: neededCount }),
    ...(detectable === undefined ? {} : { detectable_difference: detectable }),
  };
}

/** The keys that lmms-eval writes beside a task's scores, of its first compared metric and in percent. */
export function pairedKeys(comparison: TaskComparison | undefined): JsonObject {
  const [first] = Object.values(comparison?.metrics ?? {});
  if (comparison === undefined || first === undefined) return {};
  const percent = (value: number | undefined) => (value === undefined ? null : value * 100);
  return {
    paired_baseline: comparison.baseline,
    paired_baseline_score: first.baseline * 100,
    paired_ci_lower: percent(first.ci95?.[0]),
    paired_ci_upper: percent(first.ci95?.[1]),
    paired_pvalue: first.p_value,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function finitePair([low, high]: readonly [number, number]): readonly [number, number] | null {
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}
