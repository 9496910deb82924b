import type { EvalDocument } from '../../core/document.ts';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { Dataset } from './dataset.ts';

/**
 * A task's process_docs: given one row and its position, the document to evaluate, several of them,
 * or nothing to leave the row out. Row by row, so that memory does not grow with the dataset.
 */
export type ProcessDocs = (
  document: EvalDocument,
  index: number,
) => EvalDocument | readonly EvalDocument[] | null | undefined;

/** Source rows between two remembered positions. */
const STEP_ROWS = 64;

/** The documents process_docs makes of a dataset. One pass counts them; a range then begins near its first row. */
export async function withProcessDocs(
  dataset: Dataset,
  processDocs: ProcessDocs,
  task: string,
): Promise<Dataset> {
  const apply = (row: EvalDocument, index: number): readonly EvalDocument[] => {
    try {
      const made = processDocs(row, index);
      if (made === null || made === undefined) return [];
      return Array.isArray(made) ? (made as readonly EvalDocument[]) : [made as EvalDocument];
    } catch (error) {
      throw new EvalError(
        'task-invalid',
        `Cannot prepare row ${index} of the task ${task}: its process_docs failed: ${messageOf(error)}.`,
        { cause: error },
      );
    }
  };
  /** Documents made of all rows before row STEP_ROWS * position. */
  const before: number[] = [];
  let count = 0;
  let row = 0;
  let columns: readonly string[] | undefined;
  for await (const source of dataset.rows(0, dataset.count)) {
    if (row % STEP_ROWS === 0) before.push(count);
    const made = apply(source, row);
    columns ??= made[0] === undefined ? undefined : Object.keys(made[0]);
    count += made.length;
    row += 1;
  }
  return {
    count,
    columns: columns ?? dataset.columns,
    fingerprint: dataset.fingerprint,
    async *rows(start, end) {
      const step = Math.max(
        0,
        before.findLastIndex((made) => made <= start),
      );
      let index = step * STEP_ROWS;
      let position = before[step] ?? 0;
      for await (const source of dataset.rows(index, dataset.count)) {
        for (const document of apply(source, index)) {
          if (position >= end) return;
          if (position >= start) yield document;
          position += 1;
        }
        index += 1;
        if (position >= end) return;
      }
    },
    openMedia: (path) => dataset.openMedia(path),
    close: () => dataset.close(),
  };
}
