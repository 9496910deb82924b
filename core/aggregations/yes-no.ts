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
    sumTerms: (row) => termsOf(row[0]!, row[1]!),
    ofSums: (sums, asked) =>
      compute({ asked, saidYes: sums[0]!, rightYes: sums[1]!, wrongNo: sums[2]! }),
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

/** What a question adds to saidYes, rightYes and wrongNo. */
function termsOf(prediction: number, truth: number): readonly [number, number, number] {
  const isYes = truth === YES;
  return [
    prediction === YES ? 1 : 0,
    prediction === YES && isYes ? 1 : 0,
    prediction === NO && isYes ? 1 : 0,
  ];
}

function countsOf(table: NumberTable, picks: Uint32Array): YesNoCounts {
  let [saidYes, rightYes, wrongNo] = [0, 0, 0];
  for (const row of picks) {
    const terms = termsOf(table.at(row, 0), table.at(row, 1));
    saidYes += terms[0];
    rightYes += terms[1];
    wrongNo += terms[2];
  }
  return { asked: picks.length, saidYes, rightYes, wrongNo };
}
