import { EvalError } from '../../core/errors.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { answeredRow, failedRow, isEnvironmentError } from '../inference/answer-item.ts';
import { rowKey } from '../ledger/ledger-record.ts';
import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import type { OpenTask } from '../runs/open-task.ts';
import { customIdOf, type BatchQuestion, type BatchRecord } from './batch-records.ts';
import type { BatchAnswer, BatchState, ProviderBatches } from './provider-batches.ts';

export interface CollectedBatch {
  /** Why questions have no answer yet, by `doc/repeat`; they are asked again. */
  readonly causes: ReadonlyMap<string, EvalError>;
  /** What every other question would meet as well. */
  readonly failure: EvalError | undefined;
}

/** Makes rows of a batch's answers. Each is attributed by its custom id, whatever order they come in. */
export async function collectBatch(
  tools: {
    readonly provider: ProviderBatches;
    readonly endpoint: BatchEndpoint;
    readonly open: Pick<OpenTask, 'parametersOf'>;
    readonly attemptOf: (question: BatchQuestion) => number;
    readonly onRow: (row: InferenceRow, question: BatchQuestion) => void;
  },
  record: BatchRecord,
  state: BatchState,
  signal: AbortSignal,
): Promise<CollectedBatch> {
  const { provider, endpoint, open, attemptOf, onRow } = tools;
  const waiting = new Map(
    record.questions.map((question) => [customIdOf(record.key, question), question]),
  );
  const causes = new Map<string, EvalError>();
  let failure: EvalError | undefined;

  const unanswered = (question: BatchQuestion, how: 'expired' | 'cancelled' | 'left') => {
    // What we stopped is asked again when the run goes on; what another stopped is not to be paid for.
    if (how === 'cancelled' && !record.isCancelled) {
      onRow(failedRow(question, cancelledElsewhere(state)), question);
      return;
    }
    const cause = how === 'expired' ? expired(state) : left(state);
    causes.set(rowKey(question.doc, question.repeat), cause);
  };
  const accept = (question: BatchQuestion, { outcome }: BatchAnswer) => {
    if (outcome.kind !== 'answered') {
      unanswered(question, outcome.kind);
      return;
    }
    const { stop } = open.parametersOf(question.doc, question.repeat);
    const result = endpoint.read(outcome, stop);
    if (!('next' in result)) {
      onRow(answeredRow(question, { ...result, attempts: attemptOf(question) }), question);
    } else if (result.next !== 'stop') {
      causes.set(rowKey(question.doc, question.repeat), result.error);
    } else if (isEnvironmentError(result.error)) {
      failure ??= result.error;
    } else {
      onRow(failedRow(question, result.error), question);
    }
  };

  await provider.results(
    state,
    (answer) => {
      const question = waiting.get(answer.customId);
      // A stranger's answer, or one that came twice, as when a download broke off.
      if (question === undefined) return;
      waiting.delete(answer.customId);
      accept(question, answer);
    },
    signal,
  );
  const { ending } = state;
  const how = ending === 'expired' || ending === 'cancelled' ? ending : 'left';
  for (const question of waiting.values()) unanswered(question, how);
  return { causes, failure };
}

function expired({ id }: BatchState): EvalError {
  return new EvalError(
    'timed-out',
    `The batch ${id} reached the provider's time limit before this question was answered. Resume with --retry_failed, or ask without batch=true.`,
  );
}

function cancelledElsewhere({ id }: BatchState): EvalError {
  return new EvalError(
    'cancelled',
    `The batch ${id} was cancelled at the provider before this question was answered, and not by Assay. Resume with --retry_failed to ask again.`,
  );
}

function left({ id }: BatchState): EvalError {
  return new EvalError(
    'endpoint-empty-response',
    `The results of the batch ${id} do not hold this question. Look at the batch in the provider's console.`,
  );
}
