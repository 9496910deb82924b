import { EvalError, isEvalError, messageOf } from '../../core/errors.ts';
import type { FinishReason, GenerateResult, TokenUsage } from '../../core/generation.ts';
import type { InferenceRow, LogLikelihoodPair } from '../../core/rows.ts';
import type { ModelAdapter } from '../models/model-adapter.ts';
import type { WorkItem } from './work-items.ts';

/** Longest error text kept per row: enough for the cause, too short for a leaked document. */
const MAX_MESSAGE = 500;
const REFUSALS: readonly FinishReason[] = ['content-filter', 'refusal'];

/** Causes that are not the document's fault: the shard stops, its finished rows stay. */
const ENVIRONMENT =
  /^(endpoint-(unreachable|denied|model-unknown)|rate-limited|secret-missing|store-.*|model-.*|cancelled|internal)$/;

export function isEnvironmentError(error: unknown): boolean {
  return !isEvalError(error) || ENVIRONMENT.test(error.code);
}

/** Asks the model about one item. Throws only what concerns the whole shard. */
export async function answerItem(
  adapter: ModelAdapter,
  item: WorkItem,
  signal: AbortSignal,
): Promise<InferenceRow> {
  try {
    return item.continuations
      ? await scoreContinuations(adapter, item, item.continuations, signal)
      : await generateText(adapter, item, signal);
  } catch (error) {
    if (signal.aborted || isEnvironmentError(error)) throw error;
    return failedRow(item, error as EvalError);
  }
}

export function failedRow(item: QuestionIdentity, error: EvalError): InferenceRow {
  const attempts = error.data['attempts'];
  return {
    ...identityOf(item),
    status: 'failed',
    error: { code: error.code, message: messageOf(error).slice(0, MAX_MESSAGE) },
    usage: {},
    attempts: typeof attempts === 'number' ? attempts : 1,
  };
}

async function generateText(
  adapter: ModelAdapter,
  item: WorkItem,
  signal: AbortSignal,
): Promise<InferenceRow> {
  const { messages } = item.rendered;
  const result = await adapter.generate(
    { id: item.id, messages, parameters: item.parameters },
    signal,
  );
  return { ...answeredRow(item, result), timing: result.timing };
}

export function answeredRow(
  item: QuestionIdentity,
  result: Omit<GenerateResult, 'timing'>,
): InferenceRow {
  return {
    ...identityOf(item),
    status: REFUSALS.includes(result.finishReason) ? 'refused' : 'ok',
    output: result.text,
    finishReason: result.finishReason,
    usage: result.usage,
    attempts: result.attempts,
  };
}

async function scoreContinuations(
  adapter: ModelAdapter,
  item: WorkItem,
  continuations: readonly string[],
  signal: AbortSignal,
): Promise<InferenceRow> {
  if (!adapter.logLikelihood) {
    throw new EvalError(
      'model-invalid',
      `Cannot score choices of ${item.id}: this model backend gives no log-probabilities. Use a generate_until variant of the task or a backend that has them (assay models).`,
    );
  }
  const score = adapter.logLikelihood.bind(adapter);
  const results = await Promise.all(
    continuations.map((continuation, index) =>
      score({ id: `${item.id}/${index}`, messages: item.rendered.messages, continuation }, signal),
    ),
  );
  const output: LogLikelihoodPair[] = results.map((one) => [one.logLikelihood, one.isGreedy]);
  return {
    ...identityOf(item),
    status: 'ok',
    output,
    usage: sumUsage(results.map((result) => result.usage)),
    timing: { latencyMs: Math.max(0, ...results.map((result) => result.timing.latencyMs)) },
    attempts: 1,
  };
}

/** What a row says of its question. */
export type QuestionIdentity = Pick<
  WorkItem,
  'doc' | 'repeat' | 'promptSha256' | 'docSha256' | 'mediaSha256'
>;

function identityOf(item: QuestionIdentity) {
  return {
    doc: item.doc,
    repeat: item.repeat,
    origin: 'fresh' as const,
    promptSha256: item.promptSha256,
    docSha256: item.docSha256,
    mediaSha256: item.mediaSha256,
  };
}

function sumUsage(usages: readonly TokenUsage[]): TokenUsage {
  let inputTokens = 0;
  let outputTokens = 0;
  for (const usage of usages) {
    inputTokens += usage.inputTokens ?? 0;
    outputTokens += usage.outputTokens ?? 0;
  }
  return { inputTokens, outputTokens };
}
