import { EvalError, messageOf } from '../../../core/errors.ts';
import type { FinishReason, GenerateResult } from '../../../core/generation.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import { inputsOf } from './inputs-of.ts';
import type { LoadedModel, LoadedParts } from './transformers-module.ts';
import type { TransformersGenerate } from './transformers-protocol.ts';

const DEFAULT_MAX_NEW_TOKENS = 64;

export async function answerWith(
  parts: LoadedParts,
  request: TransformersGenerate,
  isCancelled: () => boolean,
): Promise<Omit<GenerateResult, 'attempts'>> {
  const { library, tokenizer, model, location } = parts;
  const { parameters, requestId } = request;
  refuseIfCancelled(isCancelled, requestId);
  const inputs = await inputsOf(parts, request);
  const promptLength = inputs.input_ids.dims.at(-1) ?? 0;
  const startedAt = performance.now();
  const watch = createWatch(parts, parameters.stop, promptLength, isCancelled);
  const isSampling = parameters.temperature > 0 && parameters.extra['do_sample'] !== false;
  if (isSampling) library.random?.seed(request.seed);
  let tokens: number[];
  try {
    const output = await model.generate({
      ...inputs,
      max_new_tokens: parameters.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS,
      do_sample: isSampling,
      ...(isSampling ? { temperature: parameters.temperature } : {}),
      ...(isSampling && parameters.topP !== undefined ? { top_p: parameters.topP } : {}),
      ...(isSampling && parameters.topK !== undefined ? { top_k: parameters.topK } : {}),
      ...(parameters.repetitionPenalty === undefined
        ? {}
        : { repetition_penalty: parameters.repetitionPenalty }),
      stopping_criteria: watch.criteria,
    });
    tokens = (output.tolist()[0] ?? []).slice(promptLength).map(Number);
  } catch (error) {
    throw new EvalError(
      'internal',
      `${location} could not answer ${requestId}: ${messageOf(error).slice(0, 400)}.`,
      { cause: error },
    );
  }
  refuseIfCancelled(isCancelled, requestId);
  const endedAt = performance.now();
  const isEnded = endsOf(model).has(tokens.at(-1) ?? -1) || watch.foundStop();
  const finishReason: FinishReason = isEnded ? 'stop' : 'length';
  const firstAt = watch.firstTokenAt() ?? endedAt;
  const count = tokens.length;
  return {
    text: cutAtStop(tokenizer.decode(tokens, { skip_special_tokens: true }), parameters.stop),
    finishReason,
    usage: { inputTokens: promptLength, outputTokens: count },
    timing: {
      latencyMs: endedAt - startedAt,
      ...(count > 0 ? { ttftMs: firstAt - startedAt } : {}),
      ...(count > 1 ? { tpotMs: (endedAt - firstAt) / (count - 1) } : {}),
    },
  };
}

/** Asked by the library after every token. */
function createWatch(
  { library, tokenizer }: LoadedParts,
  stop: readonly string[],
  promptLength: number,
  isCancelled: () => boolean,
) {
  const marks = stop.filter((mark) => mark !== '');
  let firstTokenAt: number | undefined;
  let foundStop = false;
  const hasEnded = (rows: readonly (readonly (number | bigint)[])[]): boolean => {
    firstTokenAt ??= performance.now();
    if (isCancelled()) return true;
    if (marks.length === 0) return false;
    const tokens = (rows[0] ?? []).slice(promptLength).map(Number);
    const text = tokenizer.decode(tokens, { skip_special_tokens: true });
    foundStop = marks.some((mark) => text.includes(mark));
    return foundStop;
  };
  // The library takes only its own class.
  class Watch extends library.StoppingCriteria {
    _call(rows: readonly (readonly (number | bigint)[])[]): boolean[] {
      const ended = hasEnded(rows);
      return rows.map(() => ended);
    }
  }
  return {
    criteria: new Watch(),
    firstTokenAt: () => firstTokenAt,
    foundStop: () => foundStop,
  };
}

function endsOf({ generation_config: generation, config }: LoadedModel): ReadonlySet<number> {
  const ends = generation?.eos_token_id ?? config.eos_token_id;
  return new Set(typeof ends === 'number' ? [ends] : ends);
}

function refuseIfCancelled(isCancelled: () => boolean, requestId: string): void {
  if (isCancelled()) throw new EvalError('cancelled', `The request ${requestId} was cancelled.`);
}
