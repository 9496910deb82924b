import type { DocumentMatch } from '../results.ts';
import type { SampleScores } from './sample-scores.ts';

/** The scores of one metric under one filter on the documents that both runs scored. */
export interface PairedSeries {
  readonly metric: string;
  readonly filter: string;
  readonly current: number[];
  readonly baseline: number[];
  /** Cluster of each pair; undefined where the task names none. */
  readonly clusters: (string | undefined)[];
}

export interface PairedSamples {
  readonly documents: DocumentMatch;
  readonly series: readonly PairedSeries[];
}

export interface SamplePairing {
  /** The baseline's lines come first, then those of the current run; each in any order. */
  addBaseline(sample: SampleScores): void;
  addCurrent(sample: SampleScores): void;
  finish(): PairedSamples;
}

/** Matches the lines of two samples files by document, filter and metric. */
export function createSamplePairing(): SamplePairing {
  const baseline = new Map<number, SampleScores[]>();
  const series = new Map<string, PairedSeries>();
  const seen = { paired: 0, verified: 0, different: 0, only_current: 0 };
  const met = new Set<number>();

  const countDocument = (sample: SampleScores, others: readonly SampleScores[] | undefined) => {
    if (met.has(sample.doc)) return;
    met.add(sample.doc);
    if (others === undefined) seen.only_current += 1;
    else if (isOther(sample, others)) seen.different += 1;
    else {
      seen.paired += 1;
      if (isVerified(sample, others)) seen.verified += 1;
    }
  };

  const pair = (sample: SampleScores, metric: string, [current, before]: [number, number]) => {
    const filter = sample.filter ?? 'none';
    const key = `${metric},${filter}`;
    let own = series.get(key);
    if (own === undefined) {
      own = { metric, filter, current: [], baseline: [], clusters: [] };
      series.set(key, own);
    }
    own.current.push(current);
    own.baseline.push(before);
    own.clusters.push(sample.cluster);
  };

  return {
    addBaseline(sample) {
      const own = baseline.get(sample.doc);
      if (own === undefined) baseline.set(sample.doc, [sample]);
      // A file that was appended to holds a document again: the first line of a filter counts.
      else if (own.every(({ filter }) => filter !== sample.filter)) own.push(sample);
    },
    addCurrent(sample) {
      const others = baseline.get(sample.doc);
      countDocument(sample, others);
      if (others === undefined || isOther(sample, others)) return;
      const other =
        others.find(({ filter }) => filter === sample.filter) ??
        others.find(({ filter }) => filter === undefined || sample.filter === undefined);
      if (other === undefined) return;
      let isMatched = false;
      for (const [metric, score] of Object.entries(sample.scores)) {
        const before = other.scores[metric];
        if (before === undefined) continue;
        isMatched = true;
        pair(sample, metric, [score, before]);
      }
      const [first] = Object.entries(sample.scores);
      if (!isMatched && first !== undefined && other.verdict !== undefined) {
        pair(sample, first[0], [first[1], other.verdict]);
      }
    },
    finish: () => ({
      documents: {
        ...seen,
        only_baseline: [...baseline.keys()].filter((doc) => !met.has(doc)).length,
      },
      series: [...series.values()],
    }),
  };
}

function isOther(sample: SampleScores, others: readonly SampleScores[]): boolean {
  return others.some(
    ({ hash }) => hash !== undefined && sample.hash !== undefined && hash !== sample.hash,
  );
}

function isVerified(sample: SampleScores, others: readonly SampleScores[]): boolean {
  return sample.hash !== undefined && others.some(({ hash }) => hash === sample.hash);
}
