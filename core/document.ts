import type { Media } from './media.ts';

/** A value of a dataset column: plain JSON, or media by reference, or lists and records of both. */
export type DocumentValue =
  | string
  | number
  | boolean
  | null
  | Media
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue };

/** One row of a dataset, in the dataset's own column layout. */
export type EvalDocument = { readonly [column: string]: DocumentValue };
