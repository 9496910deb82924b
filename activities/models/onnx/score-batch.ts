import type { LogLikelihoodResult } from '../../../core/generation.ts';
import { buildPrompt, checkContextLength, encodeImages, lengthGroup } from './build-prompts.ts';
import { extend, keepRows, prefill, type DecodeState, type Prompt } from './decode-state.ts';
import { logitsAt } from './decoder.ts';
import { groupBy } from './group-by.ts';
import type { ImageFeatures } from './image-encoder.ts';
import type { OnnxModel } from './onnx-model.ts';
import { withoutCancelled, type PromptRow } from './prompt-row.ts';
import { argmax } from './sample-token.ts';

export interface ScoreRow extends PromptRow<LogLikelihoodResult> {
  readonly continuation: readonly number[];
}

interface ScoreInProgress {
  readonly row: ScoreRow;
  readonly prompt: Prompt;
  /** Equal for rows whose context is the same to the token. */
  readonly contextKey: string;
  logLikelihood: number;
  isGreedy: boolean;
}

/**
 * Scores all rows: the contexts once each, however many continuations share one, then the
 * continuations on copies of the contexts' caches.
 */
export async function scoreBatch(model: OnnxModel, rows: readonly ScoreRow[]): Promise<void> {
  const startedAt = performance.now();
  const waiting = withoutCancelled(rows);
  const features = await encodeImages(model, waiting);
  const scores = waiting.flatMap((row) => begin(model, row, features));
  for (const group of groupBy(scores, ({ prompt }) => lengthGroup(model, prompt))) {
    await scoreGroup(model, group);
  }
  const latencyMs = performance.now() - startedAt;
  for (const score of scores) settle(score, latencyMs);
}

async function scoreGroup(model: OnnxModel, scores: readonly ScoreInProgress[]): Promise<void> {
  const contexts = groupBy(scores, ({ contextKey }) => contextKey);
  const contextOf = new Map<ScoreInProgress, number>();
  contexts.forEach((sharing, index) => sharing.forEach((score) => contextOf.set(score, index)));
  const state = await prefill(
    model,
    contexts.map(([first]) => first!.prompt),
  );
  for (const [score, context] of contextOf) addToken(score, 0, logitsAt(state.logits, context, 0));
  // The context gave the first token's probability; the others follow from the tokens before them.
  const longer = scores.filter(({ row }) => row.continuation.length > 1);
  const lengthOf = ({ row }: ScoreInProgress): number =>
    model.padsBatches ? 0 : row.continuation.length;
  for (const group of groupBy(longer, lengthOf)) {
    const rows = group.map((score) => contextOf.get(score)!);
    await scoreRemaining(model, keepRows(state, rows), group);
  }
}

async function scoreRemaining(
  model: OnnxModel,
  state: DecodeState,
  scores: readonly ScoreInProgress[],
): Promise<void> {
  const extended = await extend(
    model,
    state,
    scores.map(({ row }) => row.continuation.slice(0, -1)),
  );
  const length = extended.width - state.width;
  scores.forEach((score, row) => {
    for (let index = 1; index < score.row.continuation.length; index++) {
      addToken(score, index, logitsAt(extended.logits, row, length - index));
    }
  });
}

function begin(
  model: OnnxModel,
  row: ScoreRow,
  features: ReadonlyMap<string, ImageFeatures>,
): ScoreInProgress[] {
  try {
    const prompt = buildPrompt(model, row, features);
    checkContextLength(model, row, prompt.tokens.length, row.continuation.length);
    const contextKey = [...row.images.map(({ sha256 }) => sha256), ...row.tokens].join(' ');
    return [{ row, prompt, contextKey, logLikelihood: 0, isGreedy: true }];
  } catch (error) {
    row.reject(error);
    return [];
  }
}

function addToken(score: ScoreInProgress, index: number, logits: Float32Array): void {
  const token = score.row.continuation[index];
  if (token === undefined) return;
  const best = argmax(logits);
  const highest = logits[best]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  score.logLikelihood += logits[token]! - highest - Math.log(sum);
  score.isGreedy &&= token === best;
}

function settle(score: ScoreInProgress, latencyMs: number): void {
  const tokenCount = score.row.continuation.length;
  score.row.resolve({
    logLikelihood: score.logLikelihood,
    isGreedy: score.isGreedy,
    tokenCount,
    usage: { inputTokens: score.prompt.tokens.length + tokenCount, outputTokens: 0 },
    timing: { latencyMs },
  });
}
