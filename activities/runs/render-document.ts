import type { EvalDocument } from '../../core/document.ts';
import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';
import type { RenderedDocument } from '../../core/task.ts';
import { documentFault } from '../datasets/document-fault.ts';
import type { OpenTask } from './open-task.ts';
import { withOpenedMedia } from './with-opened-media.ts';

/** What a document that cannot be rendered shows: nothing. */
const NOTHING: RenderedDocument = { messages: [], target: null };

/**
 * The prompt of one document, or why it has none. A bad document is a recorded failure of its own; when
 * all are bad, the failure budget ends the task with that cause.
 */
export async function renderDocument(
  open: Pick<OpenTask, 'task' | 'record' | 'fewshot' | 'openMedia'>,
  document: EvalDocument,
  position: number,
): Promise<{ readonly rendered: RenderedDocument; readonly failure?: EvalError }> {
  const fault = documentFault(document);
  let rendered: RenderedDocument;
  try {
    rendered = open.task.render(document, await open.fewshot(document, position));
  } catch (error) {
    const { task, offset } = open.record;
    const failure = isEvalError(error)
      ? error
      : new EvalError(
          'task-invalid',
          `Cannot make the prompt of document ${offset + position} of ${task}: ${messageOf(error)}. Look at its columns and the task's functions.`,
          { cause: error },
        );
    return { rendered: NOTHING, failure: fault ?? failure };
  }
  const opened = await withOpenedMedia(rendered, open.openMedia);
  return fault === undefined ? opened : { ...opened, failure: fault };
}
