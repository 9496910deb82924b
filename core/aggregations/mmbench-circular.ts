import { mmbenchOptions, parseMmbenchChoice } from '../extractors/mmbench-choice.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { fieldOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** A question is shown several times with its options rotated; rotation k has k million added. */
const ROTATION_STEP = 1_000_000;

/** Percentage of questions answered rightly in every rotation (CircularEval of MMBench). */
export const mmbenchCircular: Aggregation = {
  name: 'mmbench_circular',
  encode(value) {
    const [index, prediction] = [fieldOf(value, 'index'), fieldOf(value, 'prediction')];
    if (typeof index !== 'number' || typeof prediction !== 'string') return undefined;
    const choice = parseMmbenchChoice(
      prediction,
      mmbenchOptions((key) => fieldOf(value, key)),
    );
    return [index % ROTATION_STEP, choice === fieldOf(value, 'answer') ? 1 : 0];
  },
  compute: (table, picks) => mean(questionScores(table, picks)),
  standardError: (table) =>
    standardError(
      questionScores(
        table,
        Uint32Array.from({ length: table.length }, (_, row) => row),
      ),
    ),
  // A resample without some rotations of a question would call it easier than it is.
  canResample: false,
};

function questionScores(table: NumberTable, picks: Uint32Array): readonly number[] {
  const scores = new Map<number, number>();
  for (const row of picks) {
    const question = table.at(row, 0);
    scores.set(question, Math.min(scores.get(question) ?? 100, 100 * table.at(row, 1)));
  }
  return [...scores.values()];
}
