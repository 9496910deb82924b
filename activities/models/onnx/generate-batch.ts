import { AnswerInProgress, type GenerateRow } from './answer-in-progress.ts';
import { buildPrompt, checkContextLength, encodeImages, lengthGroup } from './build-prompts.ts';
import { extend, keepRows, prefill, type DecodeState, type Prompt } from './decode-state.ts';
import { groupBy } from './group-by.ts';
import type { ImageFeatures } from './image-encoder.ts';
import type { OnnxModel } from './onnx-model.ts';
import { withoutCancelled } from './prompt-row.ts';

/**
 * Rows that have finished are dropped from the batch when this share or less still runs: copying the
 * cache of the rest costs about as much as one step.
 */
const COMPACT_AT = 0.75;

/** Answers all rows side by side; every row is settled as soon as it is done. */
export async function generateBatch(model: OnnxModel, rows: readonly GenerateRow[]): Promise<void> {
  const startedAt = performance.now();
  const waiting = withoutCancelled(rows);
  const features = await encodeImages(model, waiting);
  const begun = waiting.flatMap((row) => begin({ model, row, features, startedAt }));
  for (const group of groupBy(begun, ({ prompt }) => lengthGroup(model, prompt))) {
    const state = await prefill(
      model,
      group.map(({ prompt }) => prompt),
    );
    const answers = group.map(({ answer }) => answer);
    await decode(model, answers, state);
  }
}

interface BeginOptions {
  readonly model: OnnxModel;
  readonly row: GenerateRow;
  readonly features: ReadonlyMap<string, ImageFeatures>;
  readonly startedAt: number;
}

/** A row that cannot be asked is rejected alone and leaves the others their batch. */
function begin(options: BeginOptions): { prompt: Prompt; answer: AnswerInProgress }[] {
  const { model, row, features, startedAt } = options;
  try {
    const prompt = buildPrompt(model, row, features);
    checkContextLength(model, row, prompt.tokens.length, 1);
    const promptTokens = prompt.tokens;
    return [{ prompt, answer: new AnswerInProgress({ model, row, promptTokens, startedAt }) }];
  } catch (error) {
    row.reject(error);
    return [];
  }
}

async function decode(
  model: OnnxModel,
  answers: readonly AnswerInProgress[],
  prefilled: DecodeState,
): Promise<void> {
  let batch = answers;
  let state = prefilled;
  for (;;) {
    const { logits } = state;
    batch.forEach((answer, row) => {
      if (!answer.isFinished) answer.advance(logits, row);
    });
    const running = rowsRunning(batch);
    if (running.length === 0) return;
    if (running.length <= batch.length * COMPACT_AT) {
      state = keepRows(state, running);
      batch = running.map((row) => batch[row]!);
    }
    // A finished row that stays gets one more token like the others; nobody reads what follows it.
    state = await extend(
      model,
      state,
      batch.map((answer) => [answer.lastToken]),
    );
  }
}

/** Indexes of the rows that still want tokens. */
function rowsRunning(batch: readonly AnswerInProgress[]): number[] {
  return batch.flatMap((answer, row) => {
    if (answer.isFinished) return [];
    return withoutCancelled([answer.row]).length === 0 ? [] : [row];
  });
}
