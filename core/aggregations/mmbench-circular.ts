import { mmbenchOptions, parseMmbenchChoice } from '../extractors/mmbench-choice.ts';
import { parseStaticMmbenchChoice } from '../extractors/mmbench-static-choice.ts';
import type { JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { fieldOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/** A question is shown several times with its options rotated; rotation k has k million added. */
const ROTATION_STEP = 1_000_000;

/**
 * Percentage of questions answered rightly in every rotation (CircularEval of MMBench). Where the answer
 * leaves the option open, `judged` is the one that a judge found in it.
 */
export const mmbenchCircular: Aggregation = circular('mmbench_circular', (prediction, value) => {
  const judged = fieldOf(value, 'judged');
  const options = mmbenchOptions((key) => fieldOf(value, key));
  return (
    parseMmbenchChoice(prediction, options) ?? (typeof judged === 'string' ? judged : undefined)
  );
});

/** The same without a judge. */
export const mmbenchCircularStatic: Aggregation = circular(
  'mmbench_circular_static',
  (prediction, value) =>
    parseStaticMmbenchChoice(
      prediction,
      mmbenchOptions((key) => fieldOf(value, key)),
    ),
);

function circular(
  name: string,
  choose: (prediction: string, value: JsonValue) => string | undefined,
): Aggregation {
  return {
    name,
    encode(value) {
      const [index, prediction] = [fieldOf(value, 'index'), fieldOf(value, 'prediction')];
      if (typeof index !== 'number' || typeof prediction !== 'string') return undefined;
      const isRight = choose(prediction, value) === fieldOf(value, 'answer');
      return [index % ROTATION_STEP, isRight ? 1 : 0];
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
}

function questionScores(table: NumberTable, picks: Uint32Array): readonly number[] {
  const scores = new Map<number, number>();
  for (const row of picks) {
    const question = table.at(row, 0);
    scores.set(question, Math.min(scores.get(question) ?? 100, 100 * table.at(row, 1)));
  }
  return [...scores.values()];
}
