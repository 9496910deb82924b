import { EvalError } from '../../../core/errors.ts';
import type { Prompt } from './decode-state.ts';
import type { ImageFeatures } from './image-encoder.ts';
import type { OnnxModel } from './onnx-model.ts';
import type { PromptRow } from './prompt-row.ts';

/** Features of all images of a batch, every distinct image encoded once. */
export async function encodeImages(
  model: OnnxModel,
  rows: readonly PromptRow<never>[],
): Promise<ReadonlyMap<string, ImageFeatures>> {
  const images = rows.flatMap((row) => row.images);
  if (model.vision === undefined || images.length === 0) return new Map();
  return await model.vision.encodeImages(images);
}

/** Puts as many image tokens for each image as it has features. */
export function buildPrompt(
  model: OnnxModel,
  row: PromptRow<never>,
  features: ReadonlyMap<string, ImageFeatures>,
): Prompt {
  const { tokens } = row;
  const own = row.images.map(({ sha256 }) => features.get(sha256)!);
  if (model.vision === undefined) return { tokens, features: own };
  const { imageTokenId } = model.vision;
  const repeated: number[] = [];
  let used = 0;
  for (const token of tokens) {
    const count = token === imageTokenId ? (own[used++]?.tokens ?? 1) : 1;
    for (let copy = 0; copy < count; copy++) repeated.push(token);
  }
  if (used !== own.length) {
    throw new EvalError(
      'model-invalid',
      `The chat template of ${model.location} made ${used} image tokens of the ${own.length} images of ${row.requestId}. Use a template that writes the image token once per image.`,
    );
  }
  return { tokens: repeated, features: own };
}

/** `answerTokens`: how many must still fit behind the prompt. */
export function checkContextLength(
  model: OnnxModel,
  row: PromptRow<never>,
  promptTokens: number,
  answerTokens: number,
): void {
  if (promptTokens + answerTokens <= model.contextLength) return;
  throw new EvalError(
    'context-too-long',
    `Cannot answer ${row.requestId}: its prompt has ${promptTokens} tokens and needs ${answerTokens} more, the context of ${model.location} is ${model.contextLength}. Shorten the prompt or raise max_length if the model allows it.`,
    { data: { promptTokens, contextLength: model.contextLength } },
  );
}

/**
 * Prompts that may share a batch. Padding moves a row's tokens to other lanes of the vector units, and
 * sums in another order differ in their last digits: unless padding is allowed, lengths must be equal,
 * so that an answer never depends on what else was asked at the same time.
 */
export function lengthGroup(model: OnnxModel, { tokens }: Prompt): number {
  return model.padsBatches ? 0 : tokens.length;
}
