import { failure } from './failure.ts';
import type { AttemptFailure } from './failure.ts';
import { retryAfterMs } from './retry-delay.ts';
import type { ResponseHeaders } from './transport.ts';

/** What errors may say about an endpoint: never the key itself. */
export interface EndpointFacts {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKeyEnv: string;
  readonly apiKey: string | undefined;
  /** Route of the questions below the root, such as chat/completions. */
  readonly resource: string;
  /** What base_url should lead to, with its article. */
  readonly apiName: string;
}

/** Statuses after which the same request may well succeed. */
const TRANSIENT = new Set([408, 409, 425, 500, 502, 503, 504, 520, 522, 524, 529]);
const MAX_MESSAGE_CHARS = 300;

// How providers, gateways and engines word it (OpenAI, Azure, Anthropic, Gemini, DashScope, vLLM, SGLang,
// TGI, llama.cpp, Ollama); codes are not standardised.
const MODEL_UNKNOWN =
  /model_not_found|model.{0,80}(not found|does not exist|not exist)|unknown model|no such model|invalid model|not_found_error.{0,60}model:|deploymentnotfound/;
const CONTEXT_TOO_LONG =
  /context_length|context length|context window|context limit|maximum context|too many tokens|prompt is too long|token count.{0,60}exceeds|range of input length|exceeds.{0,40}context|longer than the (maximum )?model length|max_model_len/;
const CONTENT_FILTERED =
  /content_filter|content_policy|content management policy|safety system|datainspectionfailed|data_inspection_failed/;
/** Said with status 400 although every other request would be told the same. */
const KEY_REFUSED =
  /api key not valid|api_key_invalid|api key expired|user location is not supported/;
/** Sent with the status of a rate limit or of a bad request, but no wait mends it. */
const QUOTA_USED_UP = /insufficient_quota|billing_hard_limit|credit balance is too low|arrearage/;
/** Where Google puts the wait: a detail of the error instead of a header. */
const RETRY_DELAY = /"retryDelay"\s*:\s*"(\d{1,6}(?:\.\d{1,9})?)s"/;

/** Judges a response that is not 200. */
export function classifyStatus(
  facts: EndpointFacts,
  response: { readonly status: number; readonly headers: ResponseHeaders; readonly body: string },
): AttemptFailure {
  const { status } = response;
  const said = describeBody(response.body, facts.apiKey);
  const answered = `${facts.baseUrl} answered ${status}${said === '' ? '' : `: ${said}`}`;
  const isRefused = status >= 400 && status < 500;
  if (status === 402 || (isRefused && QUOTA_USED_UP.test(response.body.toLowerCase()))) {
    return quotaUsedUp(facts, status, answered);
  }
  if (status === 429) return rateLimit(facts, response, answered);
  if (
    status === 401 ||
    status === 403 ||
    (status === 400 && KEY_REFUSED.test(response.body.toLowerCase()))
  ) {
    const sent =
      facts.apiKey === undefined ? 'no key was sent' : `the key in ${facts.apiKeyEnv} was sent`;
    return failure(
      'endpoint-denied',
      `Cannot use the endpoint: ${answered}; ${sent}. Set ${facts.apiKeyEnv} to a valid key, or name another variable with api_key_env.`,
      { next: 'stop', status, scope: 'endpoint' },
    );
  }
  if (status >= 300 && status < 400) {
    return failure(
      'endpoint-unreachable',
      `Cannot use the endpoint: ${facts.baseUrl} redirects to ${String(response.headers['location'])}, which is not followed. Set base_url to the final address.`,
      { next: 'stop', status, scope: 'endpoint' },
    );
  }
  if (TRANSIENT.has(status)) {
    return failure(
      'endpoint-error',
      `The request to ${facts.model} failed: ${answered}. If it goes on, look at the server's log.`,
      { next: 'again', status, retryAfterMs: waitOf(response.headers) },
    );
  }
  return rejected(facts, response, said);
}

/** 4xx that concern what was asked: the model, the size of the prompt, its content, or its form. */
function rejected(
  facts: EndpointFacts,
  response: { readonly status: number; readonly body: string },
  said: string,
): AttemptFailure {
  const { status } = response;
  const answered = `${facts.baseUrl} answered ${status}${said === '' ? '' : `: ${said}`}`;
  const hint = response.body.toLowerCase();
  if (CONTEXT_TOO_LONG.test(hint)) {
    return failure(
      'context-too-long',
      `The prompt does not fit the context of ${facts.model}: ${answered}. Lower max_new_tokens, the few-shot examples or the image size.`,
      { next: 'stop', status },
    );
  }
  if (MODEL_UNKNOWN.test(hint)) {
    return failure(
      'endpoint-model-unknown',
      `The endpoint does not serve the model ${JSON.stringify(facts.model)}: ${answered}. Set model to a name it serves.`,
      { next: 'stop', status, scope: 'endpoint' },
    );
  }
  if (status === 404 || status === 405) {
    return failure(
      'endpoint-unreachable',
      `There is no ${facts.resource} at ${facts.baseUrl}: ${answered}. Check that base_url is ${facts.apiName}.`,
      { next: 'stop', status, scope: 'endpoint' },
    );
  }
  if (CONTENT_FILTERED.test(hint)) {
    return failure(
      'content-filtered',
      `The endpoint's content filter refused the prompt: ${answered}. The document counts as failed; nothing was asked of the model.`,
      { next: 'stop', status },
    );
  }
  return failure(
    'endpoint-rejected-request',
    `The endpoint did not accept the request: ${answered}. Check generation_kwargs and media against what ${facts.model} takes.`,
    { next: 'stop', status },
  );
}

function rateLimit(
  facts: EndpointFacts,
  response: { readonly status: number; readonly headers: ResponseHeaders; readonly body: string },
  answered: string,
): AttemptFailure {
  return failure(
    'rate-limited',
    `The request to ${facts.model} was put off: ${answered}. Lower num_concurrent or raise the limit of the account.`,
    {
      next: 'rate-limit',
      status: 429,
      retryAfterMs: waitOf(response.headers) ?? waitIn(response.body),
      scope: 'endpoint',
      retry: 'backoff',
    },
  );
}

function quotaUsedUp(facts: EndpointFacts, status: number, answered: string): AttemptFailure {
  return failure(
    'endpoint-denied',
    `The account behind ${facts.apiKeyEnv} has no quota left: ${answered}. Top it up, then resume the run.`,
    { next: 'stop', status, scope: 'endpoint' },
  );
}

function waitOf(headers: ResponseHeaders): number | undefined {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  return retryAfterMs(headers['retry-after'], Date.now());
}

function waitIn(body: string): number | undefined {
  const seconds = RETRY_DELAY.exec(body)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** The human part of an error body: short, on one line, without the key should a server echo it. */
export function describeBody(body: string, secret: string | undefined): string {
  const text = messageIn(body).replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  const masked = secret === undefined || secret === '' ? text : text.replaceAll(secret, '***');
  return masked.length > MAX_MESSAGE_CHARS ? `${masked.slice(0, MAX_MESSAGE_CHARS)}…` : masked;
}

function messageIn(body: string): string {
  try {
    const parsed = JSON.parse(body) as Record<string, unknown>;
    const error = (parsed['error'] ?? parsed) as Record<string, unknown> | string;
    if (typeof error === 'string') return error;
    const message = error['message'] ?? parsed['message'] ?? parsed['detail'];
    return typeof message === 'string' ? message : JSON.stringify(message ?? error);
  } catch {
    return body;
  }
}
