import type { Tensor } from 'onnxruntime-node';

import type { FinishReason, GenerateResult } from '../../../core/generation.ts';
import { createRandom, deriveSeed, type Random } from '../../../core/statistics/random.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import { logitsAt } from './decoder.ts';
import type { OnnxModel } from './onnx-model.ts';
import type { PromptRow } from './prompt-row.ts';
import { argmax, penaliseRepetition, sampleToken } from './sample-token.ts';
import { createStopDetector, type StopDetector } from './stop-detector.ts';
import type { GeneratePayload } from './thread-protocol.ts';

export interface GenerateRow extends PromptRow<Omit<GenerateResult, 'attempts'>> {
  readonly parameters: GeneratePayload['parameters'];
}

interface AnswerOptions {
  readonly model: OnnxModel;
  readonly row: GenerateRow;
  readonly promptTokens: readonly number[];
  readonly startedAt: number;
}

/** One row's answer while its batch runs: chooses tokens and knows when to end. */
export class AnswerInProgress {
  readonly row: GenerateRow;
  readonly #model: OnnxModel;
  readonly #promptLength: number;
  readonly #startedAt: number;
  readonly #limit: number;
  readonly #ends: ReadonlySet<number>;
  readonly #holdsStop: StopDetector;
  readonly #temperature: number;
  readonly #random: Random;
  readonly #penalty: number;
  /** Tokens that the penalty applies to; empty without one. */
  readonly #seen: Set<number>;
  readonly #tokens: number[] = [];
  #firstTokenAt = 0;
  #finish: FinishReason | undefined;

  constructor({ model, row, promptTokens, startedAt }: AnswerOptions) {
    const { parameters } = row;
    const { prompts, defaults } = model;
    this.row = row;
    this.#model = model;
    this.#promptLength = promptTokens.length;
    this.#startedAt = startedAt;
    this.#limit = Math.min(
      parameters.maxNewTokens ?? defaults.maxNewTokens,
      model.contextLength - promptTokens.length,
    );
    // A stop string that is one token of the vocabulary, such as <|im_end|>, never shows in the text.
    const stopTokens = parameters.stop.flatMap((mark) => prompts.tokenizer.token_to_id(mark) ?? []);
    this.#ends = new Set([...prompts.tokens.ends, ...stopTokens]);
    this.#holdsStop = createStopDetector(prompts, parameters.stop);
    this.#temperature = parameters.extra['do_sample'] === false ? 0 : parameters.temperature;
    this.#random = createRandom(parameters.seed ?? deriveSeed(0, row.requestId));
    this.#penalty = parameters.repetitionPenalty ?? defaults.repetitionPenalty ?? 1;
    this.#seen = new Set(this.#penalty === 1 ? [] : promptTokens);
    if (this.#limit < 1) this.#end('length');
  }

  get isFinished(): boolean {
    return this.#finish !== undefined;
  }

  get lastToken(): number {
    return this.#tokens.at(-1) ?? this.#model.prompts.tokens.pad;
  }

  /** Chooses the next token from this row's logits of the last position. */
  advance(logits: Tensor, batchRow: number): void {
    const token = this.#choose(logitsAt(logits, batchRow, 0));
    if (this.#tokens.length === 0) this.#firstTokenAt = performance.now();
    this.#tokens.push(token);
    if (this.#penalty !== 1) this.#seen.add(token);
    if (this.#ends.has(token) || this.#holdsStop(this.#tokens)) this.#end('stop');
    else if (this.#tokens.length >= this.#limit) this.#end('length');
  }

  #end(finish: FinishReason): void {
    this.#finish = finish;
    this.row.resolve(this.#result(finish));
  }

  #choose(logits: Float32Array): number {
    let adjusted = logits;
    if (this.#penalty !== 1) {
      adjusted = logits.slice();
      penaliseRepetition(adjusted, this.#seen, this.#penalty);
    }
    if (this.#temperature <= 0) return argmax(adjusted);
    const { parameters } = this.row;
    const settings = {
      temperature: this.#temperature,
      topK: parameters.topK ?? this.#model.defaults.topK,
      topP: parameters.topP ?? this.#model.defaults.topP,
    };
    return sampleToken(adjusted, settings, this.#random);
  }

  #result(finishReason: FinishReason): Omit<GenerateResult, 'attempts'> {
    const endedAt = performance.now();
    const count = this.#tokens.length;
    const shown = this.#ends.has(this.lastToken) ? this.#tokens.slice(0, -1) : this.#tokens;
    return {
      text: cutAtStop(this.#model.prompts.decode(shown), this.row.parameters.stop),
      finishReason,
      usage: { inputTokens: this.#promptLength, outputTokens: count },
      timing: {
        latencyMs: endedAt - this.#startedAt,
        ...(count > 0 ? { ttftMs: this.#firstTokenAt - this.#startedAt } : {}),
        ...(count > 1 ? { tpotMs: (endedAt - this.#firstTokenAt) / (count - 1) } : {}),
      },
    };
  }
}
