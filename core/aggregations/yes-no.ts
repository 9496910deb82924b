import { fieldOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** How yes/no questions were answered; an answer that is neither yes nor no counts as asked only. */
interface YesNoCounts {
  readonly asked: number;
  readonly saidYes: number;
  readonly rightYes: number;
  /** Said no where yes is right. */
  readonly wrongNo: number;
}

const YES = 1;
const NO = 0;
const NEITHER = -1;

/** A figure over records {prediction, ground_truth}, each `yes`, `no` or, for a prediction, anything. */
export function yesNoAggregation(
  name: string,
  compute: (counts: YesNoCounts) => number,
): Aggregation {
  return {
    name,
    readsRecord: true,
    encode(value) {
      const truth = codeOf(fieldOf(value, 'ground_truth'));
      return truth === NEITHER ? undefined : [codeOf(fieldOf(value, 'prediction')), truth];
    },
    compute: (table, picks) => compute(countsOf(table, picks)),
  };
}

/** 0 where there was nothing to find. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export function precision({ rightYes, saidYes }: YesNoCounts): number {
  return share(rightYes, saidYes);
}

export function recall({ rightYes, wrongNo }: YesNoCounts): number {
  return share(rightYes, rightYes + wrongNo);
}

function codeOf(value: unknown): number {
  return value === 'yes' ? YES : value === 'no' ? NO : NEITHER;
}

function countsOf(table: NumberTable, picks: Uint32Array): YesNoCounts {
  let saidYes = 0;
  let rightYes = 0;
  let wrongNo = 0;
  for (const row of picks) {
    const prediction = table.at(row, 0);
    const isYes = table.at(row, 1) === YES;
    if (prediction === YES) saidYes += 1;
    if (prediction === YES && isYes) rightYes += 1;
    if (prediction === NO && isYes) wrongNo += 1;
  }
  return { asked: picks.length, saidYes, rightYes, wrongNo };
}
