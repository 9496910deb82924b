import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { isMedia } from '../../core/media.ts';
import type { Dataset } from '../datasets/dataset.ts';

/** They are held in memory while a task is scored. */
const MAX_DOCUMENTS = 200_000;

/** All documents of a split without their media, read once: what `full_docs` shows to a scorer. */
export function fullDocuments(
  dataset: Pick<Dataset, 'count' | 'rows'>,
  task: string,
): () => Promise<readonly EvalDocument[]> {
  let reading: Promise<readonly EvalDocument[]> | undefined;
  return () => {
    reading ??= read(dataset, task);
    // A fault of storage must not stick to the open task.
    reading.catch(() => (reading = undefined));
    return reading;
  };
}

async function read(
  dataset: Pick<Dataset, 'count' | 'rows'>,
  task: string,
): Promise<readonly EvalDocument[]> {
  if (dataset.count > MAX_DOCUMENTS) {
    throw new EvalError(
      'task-invalid',
      `Cannot show all documents to the scorer of ${task}: full_docs holds ${dataset.count} of them in memory, and ${MAX_DOCUMENTS} is the most. Compute figures over all documents in an aggregation instead.`,
    );
  }
  const documents: EvalDocument[] = [];
  for await (const document of dataset.rows(0, dataset.count)) {
    const plain = Object.entries(document).filter(([, value]) => !holdsMedia(value));
    documents.push(Object.fromEntries(plain));
  }
  return documents;
}

function holdsMedia(value: DocumentValue): boolean {
  return isMedia(value) || (Array.isArray(value) && value.some(holdsMedia));
}
