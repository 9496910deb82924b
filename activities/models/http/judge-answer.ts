import type { FinishReason } from '../../../core/generation.ts';
import { classifyStatus, describeBody } from './classify-status.ts';
import type { EndpointFacts } from './classify-status.ts';
import { failure } from './failure.ts';
import type { AttemptFailure } from './failure.ts';
import type { RawAnswer } from './read-answer.ts';

export interface JudgedAnswer {
  readonly text: string;
  readonly finishReason: FinishReason;
}

/**
 * Decides whether what came back is an answer. An empty text is one only if the endpoint shows that
 * the model did run: it says `stop` or `length` and counts at least one output token (thoughts that
 * used up the limit, a stop string at the very beginning), or names another reason to be empty.
 */
export function judgeAnswer(
  facts: EndpointFacts,
  raw: RawAnswer,
  checkModel: boolean,
): JudgedAnswer | AttemptFailure {
  if (raw.status !== 200) {
    return classifyStatus(facts, { status: raw.status, headers: raw.headers, body: raw.errorBody });
  }
  if (raw.embeddedError !== undefined) return classifyEmbedded(facts, raw, raw.embeddedError);
  if (raw.malformed !== undefined) {
    return failure(
      'endpoint-invalid-response',
      `The endpoint ${facts.baseUrl} answered something that cannot be read: ${describeBody(raw.malformed, facts.apiKey)}. Check that base_url is ${facts.apiName}.`,
      { next: 'again', status: 200 },
    );
  }
  if (raw.blocked !== undefined) {
    return failure(
      'content-filtered',
      `The endpoint ${facts.baseUrl} turned the prompt away before ${facts.model} saw it (${raw.blocked}). The document counts as failed; nothing was asked of the model.`,
      { next: 'stop', status: 200 },
    );
  }
  if (checkModel && raw.model !== undefined && !isSameModel(facts.model, raw.model)) {
    return failure(
      'endpoint-wrong-model',
      `The endpoint ${facts.baseUrl} answered as ${JSON.stringify(raw.model.slice(0, 120))} although ${JSON.stringify(facts.model)} was asked. If that is another name of the same model, pass check_model=false.`,
      { next: 'again', status: 200 },
    );
  }
  const finishReason = raw.refusal === '' ? (raw.finishReason ?? 'stop') : 'refusal';
  const text = raw.text === '' ? raw.refusal : raw.text;
  const mayBeEmpty =
    raw.mayBeEmpty ||
    finishReason === 'content-filter' ||
    finishReason === 'tool-calls' ||
    finishReason === 'refusal' ||
    (raw.usage.outputTokens ?? 0) > 0;
  if (text === '' && !mayBeEmpty) {
    return failure(
      'endpoint-empty-response',
      `${facts.model} at ${facts.baseUrl} answered 200 without any text or output token. If it goes on, look at the server's log.`,
      { next: 'again', status: 200 },
    );
  }
  return { text, finishReason };
}

export function isFailure(judged: JudgedAnswer | AttemptFailure): judged is AttemptFailure {
  return 'next' in judged;
}

/**
 * Endpoints add a date or version (`gpt-x` answers as `gpt-x-2026-01-01`) and leave an organisation
 * out or put one in (`org/name`); everything else is another model.
 */
function isSameModel(asked: string, answered: string): boolean {
  const left = lastPart(asked).replace(/-latest$/, '');
  const right = lastPart(answered);
  if (left === right) return true;
  return right.startsWith(left) && /^[-:@]/.test(right.slice(left.length));
}

function lastPart(name: string): string {
  return name.toLowerCase().split('/').at(-1)!;
}

/** Proxies report an upstream failure inside a body of status 200, and streams have no other place. */
function classifyEmbedded(
  facts: EndpointFacts,
  raw: RawAnswer,
  error: Record<string, unknown>,
): AttemptFailure {
  const status = Number(error['code'] ?? error['status'] ?? Number.NaN);
  const isStatus = Number.isInteger(status) && status >= 400 && status < 600;
  const body = JSON.stringify({ error });
  return classifyStatus(facts, { status: isStatus ? status : 500, headers: raw.headers, body });
}
