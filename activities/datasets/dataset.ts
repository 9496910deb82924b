import type { EvalDocument } from '../../core/document.ts';
import type { Media } from '../../core/media.ts';

/** Rows of one split of one dataset, by range. */
export interface Dataset {
  readonly count: number;
  readonly columns: readonly string[];
  /** Digest of the source, see contentDigest: equal for equal documents on every host. */
  readonly fingerprint: string;
  /**
   * Documents [start, end) in order; reads only what the range needs. Media come by reference. With
   * `columns`, others may be left out where that saves reading.
   */
  rows(start: number, end: number, columns?: readonly string[]): AsyncIterable<EvalDocument>;
  /** A file named by a document or a task's function, in the places of this dataset's media. */
  openMedia(path: string): Promise<Media>;
  close(): Promise<void>;
}
