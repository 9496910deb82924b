import { EvalError, isEvalError } from '../../../core/errors.ts';
import type { EndpointFacts } from './classify-status.ts';
import { listModels } from './list-models.ts';
import type { Transport } from './transport.ts';

/** Names worth printing in a sentence. */
const MAX_OFFERED = 5;
/** What a gateway answers while the server behind it is down or still loading. */
const DOWN_STATUSES = new Set([502, 503]);

/** Tells a request that failed alone from an endpoint that fails all of them. */
export interface Escalation {
  /** Taken when a request begins. */
  mark(): number;
  succeeded(): void;
  /** The error to throw for a request that began at `since`. */
  judge(error: unknown, since: number, signal: AbortSignal): Promise<unknown>;
}

export function createEscalation(options: {
  readonly facts: EndpointFacts;
  readonly transport: Transport;
}): Escalation {
  const { facts, transport } = options;
  let successes = 0;
  /** Asked once, however many requests meet the same refusal. */
  let offer: Promise<string> | undefined;

  const offered = async (signal: AbortSignal) => {
    try {
      const { names = [] } = await listModels(transport, facts.baseUrl, signal);
      if (names.length === 0) return '';
      const more = names.length > MAX_OFFERED ? ` and ${names.length - MAX_OFFERED} more` : '';
      return ` It offers ${names.slice(0, MAX_OFFERED).join(', ')}${more}.`;
    } catch {
      return '';
    }
  };

  return {
    mark: () => successes,
    succeeded: () => {
      successes += 1;
    },
    async judge(error, since, signal) {
      if (!isEvalError(error)) return error;
      const { code, message } = error;
      const data = { ...error.data, scope: 'endpoint' };
      if (code === 'endpoint-model-unknown') {
        return new EvalError(code, message + (await (offer ??= offered(signal))), { data });
      }
      if (code === 'endpoint-wrong-model' && successes === 0) {
        // Never once answered as asked: repeating it for every document would only cost money.
        return new EvalError(
          'endpoint-model-unknown',
          message + (await (offer ??= offered(signal))),
          { data },
        );
      }
      const isDown = code === 'endpoint-error' && DOWN_STATUSES.has(Number(error.data['status']));
      if (isDown && successes === since) {
        return new EvalError('endpoint-unreachable', message, {
          data,
          retry: 'backoff',
          cause: error,
        });
      }
      return error;
    },
  };
}
