import { EvalError } from '../../../core/errors.ts';
import { createOnAbort } from '../on-abort.ts';
import { classifyStatus } from './classify-status.ts';
import type { EndpointFacts } from './classify-status.ts';
import { classifyTransport } from './classify-transport.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import { listModels } from './list-models.ts';
import { ExchangeTimeout, createTransport } from './transport.ts';

export interface EndpointCheck {
  readonly settings: EndpointSettings;
  readonly facts: EndpointFacts;
  readonly headers: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
}

/**
 * One cheap question before any work: is somebody there, and is the key good? Not every server lists
 * its models, so any other answer (and a slow one) is no objection.
 */
export async function checkEndpoint({
  settings,
  facts,
  headers,
  log,
}: EndpointCheck): Promise<void> {
  const { baseUrl, model, timeoutMs, trustProxyEnvironment } = settings;
  const onAbort = createOnAbort();
  const transport = createTransport({
    baseUrl,
    headers,
    connections: 1,
    timeoutMs,
    trustProxyEnvironment,
    onAbort,
  });
  try {
    const list = await listModels(transport, baseUrl, new AbortController().signal);
    const refusal = list.status === 200 ? undefined : classifyStatus(facts, list).error;
    if (refusal?.code === 'endpoint-denied') throw refusal;
    if (list.names !== undefined && !list.names.includes(model)) {
      log(`${baseUrl} does not list ${JSON.stringify(model)} among its models; trying anyway.`);
    }
  } catch (error) {
    if (error instanceof ExchangeTimeout) return;
    const judged = classifyTransport(facts, timeoutMs, error).error;
    if (judged.code === 'endpoint-unreachable') throw neverRetried(judged);
    if (judged.code === 'endpoint-denied') throw judged;
  } finally {
    await transport.close();
  }
}

/** Before the run begins a person is waiting: better to say so now than to wait for a server. */
function neverRetried(error: EvalError): EvalError {
  return new EvalError(error.code, error.message, { cause: error.cause, data: error.data });
}
