import type { EvalDocument } from '../../core/document.ts';

/** Rows of one split of one dataset, by range. */
export interface Dataset {
  readonly count: number;
  readonly columns: readonly string[];
  /** Digest of the source bytes: two datasets with equal fingerprints hold equal documents. */
  readonly fingerprint: string;
  /** Documents [start, end) in order; reads only what the range needs. Media come by reference. */
  rows(start: number, end: number): AsyncIterable<EvalDocument>;
  close(): Promise<void>;
}
