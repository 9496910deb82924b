import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import {
  isSameGrid,
  parseIntegerGrid,
  type IntegerGrid,
} from '../../core/extractors/integer-grid.ts';
import type { JsonObject } from '../../core/json.ts';
import { isMedia, type Media } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Input and output of each demonstration in turn, then the test input. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const [inputs, outputs] = [demonstrations(document, 'input'), demonstrations(document, 'output')];
  const pairs = inputs.slice(0, outputs.length).flatMap((input, index) => [input, outputs[index]]);
  return [...pairs, listOf(document, 'test_input_image_color')[0]].map((value) => {
    if (isMedia(value)) return value;
    throw new EvalError(
      'dataset-invalid',
      'Cannot show a task of ARC-AGI-2: one of its grids has no image. Compare the dataset with vincentkoc/arc-agi-2.',
    );
  });
}

export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const pairs = Math.min(
    demonstrations(document, 'input').length,
    demonstrations(document, 'output').length,
  );
  const references = Array.from({ length: pairs }, (_, index) => [
    `Image ${2 * index + 1} is demo input ${index + 1}.`,
    `Image ${2 * index + 2} is demo output ${index + 1}.`,
  ]).flat();
  const testInput = listOf(document, 'test_input_texts')[0];
  const prompt = [
    'You are solving an ARC visual reasoning task. Each task contains demo input/output grid pairs where the output is generated from the input by a hidden rule.',
    '',
    'Image references:',
    [...references, `Image ${2 * pairs + 1} is the final test input.`].join(' '),
    '',
    'Based on the pattern in the demo pairs, predict the output grid for the final test input image.',
    'The test input is also provided in text grid form for clarity:',
    typeof testInput === 'string' ? testInput : '',
    '',
    'Return the final predicted grid as a JSON array of arrays, for example [[1,2],[3,4]].',
    'Return only the JSON array with no additional text.',
  ].join('\n');
  const parts = [promptSetting(kwargs, 'pre_prompt'), prompt, promptSetting(kwargs, 'post_prompt')];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function doc_to_target(document: EvalDocument): DocumentValue {
  return listOf(document, 'test_targets')[0] ?? '[]';
}

/** The prompt shows the first test input, so its output is the answer. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const grid = parseIntegerGrid(answer, readGrid);
  const isRight = grid !== undefined && isSameGrid(grid, solutionOf(document));
  return { arc_agi_2_acc: isRight ? 1 : 0, unparsed: grid === undefined };
}

function solutionOf(document: EvalDocument): IntegerGrid {
  const [first] = listOf(document, 'test_outputs');
  const grid = typeof first === 'string' ? readGrid(first) : gridOf(first);
  if (grid !== undefined) return grid;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "test_outputs": expected a list of grids of whole numbers, received ${JSON.stringify(first)?.slice(0, 80)}. Check the dataset's revision.`,
  );
}

function readGrid(text: string): IntegerGrid | undefined {
  try {
    return gridOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Cells may be written as 1, 1.0 or "1". */
function gridOf(value: unknown): IntegerGrid | undefined {
  if (!Array.isArray(value) || !value.every((row): row is unknown[] => Array.isArray(row))) {
    return undefined;
  }
  const grid = value.map((row) => row.map(cellOf));
  return grid.every((row): row is number[] => row.every((cell) => cell !== undefined))
    ? grid
    : undefined;
}

function cellOf(cell: unknown): number | undefined {
  if (typeof cell === 'string') return /^-?\d+$/.test(cell.trim()) ? Number(cell) : undefined;
  return typeof cell === 'number' && Number.isInteger(cell) ? cell : undefined;
}

function demonstrations(
  document: EvalDocument,
  side: 'input' | 'output',
): readonly DocumentValue[] {
  return listOf(document, `train_${side}_image_color`);
}

function listOf(document: EvalDocument, column: string): readonly DocumentValue[] {
  const value = document[column];
  return Array.isArray(value) ? (value as readonly DocumentValue[]) : [];
}
