import { isEvalError, messageOf } from '../../../core/errors.ts';
import { cancelledError } from '../sleep.ts';
import { failure } from './failure.ts';
import type { AttemptFailure } from './failure.ts';
import type { EndpointFacts } from './classify-status.ts';
import { ResponseTooLong } from './read-answer.ts';
import { ExchangeTimeout } from './transport.ts';

/** Nobody is there: every other request would meet the same. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** dispose() while requests were in flight. */
const DISPOSED = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED']);
const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Judges an exchange that broke before its last byte. `cancelled` passes through as it is. */
export function classifyTransport(
  facts: EndpointFacts,
  timeoutMs: number,
  error: unknown,
): AttemptFailure {
  if (isEvalError(error)) return { error, next: 'stop', status: 0 };
  const code = codeOf(error);
  if (DISPOSED.has(code)) return { error: cancelledError(), next: 'stop', status: 0 };
  if (error instanceof ExchangeTimeout || TIMEOUTS.has(code)) {
    return failure(
      'timed-out',
      `${facts.model} at ${facts.baseUrl} did not finish its answer within ${timeoutMs / 1000} s. Raise timeout if its answers take longer.`,
      { next: 'again', cause: error },
    );
  }
  if (error instanceof ResponseTooLong) {
    return failure(
      'endpoint-invalid-response',
      `${facts.model} at ${facts.baseUrl} sent more than 32 MiB for one answer, and was cut off. Set max_new_tokens.`,
      { next: 'stop' },
    );
  }
  if (UNREACHABLE.has(code)) {
    return failure(
      'endpoint-unreachable',
      `Cannot connect to ${facts.baseUrl} (${code}). Start the server, or correct base_url.`,
      { next: 'stop', scope: 'endpoint', retry: 'backoff', cause: error },
    );
  }
  if (/CERT|SELF_SIGNED|TLS|SSL|WRONG_VERSION/.test(code)) {
    return failure(
      'endpoint-unreachable',
      `Cannot make a secure connection to ${facts.baseUrl} (${code}). Check https in base_url, or trust its certificate with NODE_EXTRA_CA_CERTS.`,
      { next: 'stop', scope: 'endpoint', cause: error },
    );
  }
  return failure(
    'endpoint-connection-lost',
    `The connection to ${facts.baseUrl} broke before the answer was complete (${reasonOf(code, error)}). If it goes on, look at the server's log.`,
    { next: 'again', cause: error },
  );
}

/** One word for one event: which code a reset gets depends on timing, and rows must not. */
function reasonOf(code: string, error: unknown): string {
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'].includes(code)) return 'reset';
  return code === '' ? messageOf(error) : code;
}

/** Happy-eyeballs connects fail with an AggregateError whose parts hold the code. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, errors } = error as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}
