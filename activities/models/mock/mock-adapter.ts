import { EvalError } from '../../../core/errors.ts';
import type {
  GenerateRequest,
  GenerateResult,
  LogLikelihoodRequest,
  LogLikelihoodResult,
} from '../../../core/generation.ts';
import { textOf } from '../../../core/chat.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { sleep } from '../sleep.ts';
import {
  choiceLabels,
  countTokens,
  hashedAnswer,
  hashedFraction,
  lastUserText,
  promptDigest,
  promptTokens,
} from './mock-answer.ts';
import { findLine, indexScript, readScript } from './mock-script.ts';
import type { ScriptLine } from './mock-script.ts';
import type { MockSettings } from './mock-settings.ts';

/** Hashed log-probabilities lie between this and 0. */
const LOWEST_LOG_PROBABILITY = -20;

/** A model without a model: the same arguments and prompts give the same answers, failures and crashes. */
export function createMockAdapter(settings: MockSettings): ModelAdapter {
  const onAbort = createOnAbort();
  const calls = new Map<string, number>();
  let script = indexScript([]);

  const answerOf = (request: GenerateRequest): string => {
    const { messages } = request;
    if (settings.mode === 'echo') return lastUserText(messages);
    if (settings.mode === 'constant') return settings.response;
    if (settings.mode === 'first_choice') return choiceLabels(messages)[0] ?? 'A';
    if (settings.mode === 'script') return scripted(request).response!;
    return hashedAnswer(messages, request.parameters);
  };

  const scripted = (
    request: Pick<GenerateRequest, 'id' | 'messages'>,
    continuation?: string,
  ): ScriptLine => {
    const { id, messages } = request;
    const line = findLine(script, { id, prompt: textOf(messages), continuation });
    if (line?.error !== undefined) {
      throw new EvalError(line.error, `The mock's script ordered the failure ${line.error}.`);
    }
    if (line === undefined) {
      throw new EvalError(
        'endpoint-empty-response',
        `The mock's script ${settings.script} has no line for this prompt. Add one without "match" at its end.`,
      );
    }
    return line;
  };

  /** Crash and failure as ordered; returns the number of this call. */
  const begin = async (id: string, messages: GenerateRequest['messages'], signal: AbortSignal) => {
    if (settings.crashOn !== undefined && textOf(messages).includes(settings.crashOn)) {
      // A real poison document takes the process with it, without a chance to clean up.
      process.kill(process.pid, 'SIGKILL');
    }
    const attempt = (calls.get(id) ?? 0) + 1;
    calls.set(id, attempt);
    await sleep(settings.latencyMs, signal, onAbort);
    const draw = hashedFraction([String(settings.failSeed), id, String(attempt)]);
    if (draw < settings.failRate) {
      throw new EvalError('endpoint-error', 'The mock failed as fail_rate ordered.');
    }
  };

  const generate = async (
    request: GenerateRequest,
    signal: AbortSignal,
  ): Promise<GenerateResult> => {
    const startedAtMs = performance.now();
    await begin(request.id, request.messages, signal);
    const firstTokenAtMs = performance.now();
    const { stop, maxNewTokens } = request.parameters;
    const whole = cutAtStop(answerOf(request), stop);
    const text = maxNewTokens === undefined ? whole : firstTokens(whole, maxNewTokens);
    const outputTokens = countTokens(text);
    if (settings.tokensPerSecond > 0 && outputTokens > 1) {
      await sleep(((outputTokens - 1) * 1000) / settings.tokensPerSecond, signal, onAbort);
    }
    const endedAtMs = performance.now();
    return {
      text,
      finishReason: text === whole ? 'stop' : 'length',
      usage: { inputTokens: promptTokens(request.messages), outputTokens, reasoningTokens: 0 },
      timing: {
        latencyMs: endedAtMs - startedAtMs,
        ttftMs: firstTokenAtMs - startedAtMs,
        ...(outputTokens > 1 ? { tpotMs: (endedAtMs - firstTokenAtMs) / (outputTokens - 1) } : {}),
      },
      attempts: 1,
    };
  };

  const logLikelihood = async (
    request: LogLikelihoodRequest,
    signal: AbortSignal,
  ): Promise<LogLikelihoodResult> => {
    const startedAtMs = performance.now();
    await begin(`${request.id}|${request.continuation}`, request.messages, signal);
    const fraction = hashedFraction([promptDigest(request.messages), request.continuation]);
    const logProbability =
      settings.mode === 'script'
        ? scripted(request, request.continuation).logprob!
        : LOWEST_LOG_PROBABILITY * fraction;
    return {
      logLikelihood: logProbability,
      isGreedy: logProbability > -1,
      tokenCount: Math.max(1, countTokens(request.continuation)),
      usage: { inputTokens: promptTokens(request.messages), outputTokens: 0 },
      timing: { latencyMs: performance.now() - startedAtMs },
    };
  };

  return {
    accepts: ['image', 'audio', 'video', 'document'],
    load: async () => {
      if (settings.script !== undefined) script = indexScript(await readScript(settings.script));
    },
    concurrency: () => settings.concurrency,
    generate,
    logLikelihood,
    dispose: async () => {},
  };
}

function firstTokens(text: string, count: number): string {
  const words = [...text.matchAll(/\S+/g)];
  const last = words[count - 1];
  return words.length <= count || last === undefined
    ? text
    : text.slice(0, last.index + last[0].length);
}
