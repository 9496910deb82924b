import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import {
  isIntegerGrid,
  isSameGrid,
  parseIntegerGrid,
  type IntegerGrid,
} from '../../core/extractors/integer-grid.ts';
import { isMedia, type Media } from '../../core/media.ts';
import type { MetricValue } from '../../core/rows.ts';

/** All demonstrations in one picture, then the test input. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  return ['stacked_train_image', 'test_images'].map((column) => {
    const value = document[column] ?? null;
    const first = Array.isArray(value) ? value[0] : value;
    if (isMedia(first)) return first;
    throw new EvalError(
      'dataset-invalid',
      `the column "${column}" holds no image; check the dataset's revision`,
    );
  });
}

export function doc_to_target(document: EvalDocument): string {
  return `[${solutionOf(document)
    .map((row) => `[${row.join(', ')}]`)
    .join(', ')}]`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const grid = parseIntegerGrid(answer);
  const isRight = grid !== undefined && isSameGrid(grid, solutionOf(document));
  return { arc_agi_1_acc: isRight ? 1 : 0, unparsed: grid === undefined };
}

/** The prompt shows the first test input, so its output is the answer. */
function solutionOf(document: EvalDocument): IntegerGrid {
  const solutions = document['raw_solution'] ?? null;
  const first: unknown = Array.isArray(solutions) ? solutions[0] : undefined;
  if (isIntegerGrid(first)) return first;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "raw_solution": expected a list of grids of whole numbers, received ${JSON.stringify(solutions)?.slice(0, 80)}. Check the dataset's revision.`,
  );
}
