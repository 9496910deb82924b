import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import {
  countOf,
  fieldsOf,
  listOf,
  parseFields,
  requireId,
  sendForFields,
  textOf,
  type Fields,
} from './batch-json.ts';
import type {
  BatchAnswer,
  BatchState,
  FoundBatch,
  ProviderBatches,
  SentBatch,
} from './provider-batches.ts';

const MAX_BYTES = 90 * 1024 * 1024;
const MAX_REQUESTS = 100_000;
const PAGE = 100;
const MAX_PAGES = 50;
/** Clocks of this host and the provider may differ by this. */
const CLOCK_SKEW_MS = 600_000;

/** Anthropic's Message Batches: a list of questions, and a stream of answers. */
export function anthropicBatches(endpoint: BatchEndpoint): ProviderBatches {
  const root = `${endpoint.resource}/batches`;
  const at = (id: string, rest = '') => `${root}/${encodeURIComponent(id)}${rest}`;
  const read = (resource: string, signal: AbortSignal) =>
    sendForFields(endpoint, { method: 'GET', resource }, signal);

  const results: ProviderBatches['results'] = async ({ id }, onAnswer, signal) => {
    const onLine = (line: string) => onAnswer(answerOf(parseFields(line, 'the results')));
    await endpoint.send({ method: 'GET', resource: at(id, '/results'), onLine }, signal);
  };

  /** A batch bears no mark of ours; its answers do, and can be read when it has ended. */
  async function isOurs(
    batch: Fields,
    sent: SentBatch,
    signal: AbortSignal,
  ): Promise<'yes' | 'no' | 'unknown'> {
    const state = stateOf(batch);
    if (requestsOf(batch) !== sent.requests) return 'no';
    if (state.ending === 'none') return 'unknown';
    if (textOf(batch['results_url']) === '') return 'no';
    let isFound = false;
    await results(
      state,
      ({ customId }) => {
        isFound ||= customId.startsWith(`${sent.key}-`);
      },
      signal,
    );
    return isFound ? 'yes' : 'no';
  }

  async function find(sent: SentBatch, signal: AbortSignal): Promise<FoundBatch> {
    let after = '';
    let isUncertain = false;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const list = await read(
        `${root}?limit=${PAGE}${after === '' ? '' : `&after_id=${after}`}`,
        signal,
      );
      const batches = listOf(list['data']);
      for (const batch of batches) {
        if (Date.parse(textOf(batch['created_at'])) < sent.sinceMs - CLOCK_SKEW_MS) continue;
        const verdict = await isOurs(batch, sent, signal);
        if (verdict === 'yes') return { id: requireId(batch, 'the batch') };
        isUncertain ||= verdict === 'unknown';
      }
      const last = batches.at(-1);
      const isOlder = Date.parse(textOf(last?.['created_at'])) < sent.sinceMs - CLOCK_SKEW_MS;
      if (last === undefined || list['has_more'] !== true || isOlder) break;
      after = encodeURIComponent(textOf(last['id']));
    }
    return isUncertain ? 'uncertain' : 'none';
  }

  return {
    maxRequests: MAX_REQUESTS,
    maxBytes: MAX_BYTES,
    line: (customId, body) => `{"custom_id":${JSON.stringify(customId)},"params":${body}}`,
    async submit(lines, _key, signal) {
      const body = `{"requests":[${lines.join(',')}]}`;
      const request = { method: 'POST', resource: root, body, isOnce: true } as const;
      return requireId(await sendForFields(endpoint, request, signal), 'the batch');
    },
    find,
    state: async (id, signal) => stateOf(await read(at(id), signal)),
    results,
    async cancel(id, signal) {
      await endpoint.send({ method: 'POST', resource: at(id, '/cancel'), body: '{}' }, signal);
    },
  };
}

function stateOf(batch: Fields): BatchState {
  const counts = fieldsOf(batch['request_counts']);
  const isOver = textOf(batch['processing_status']) === 'ended';
  const ending = !isOver ? 'none' : countOf(counts['canceled']) > 0 ? 'cancelled' : 'completed';
  return {
    id: requireId(batch, 'the batch'),
    ending,
    places: [],
    reason: '',
  };
}

function requestsOf(batch: Fields): number {
  const counts = fieldsOf(batch['request_counts']);
  return Object.values(counts).reduce<number>((sum, count) => sum + countOf(count), 0);
}

function answerOf(line: Fields): BatchAnswer {
  const customId = textOf(line['custom_id']);
  const result = fieldsOf(line['result']);
  const type = textOf(result['type']);
  if (type === 'expired') return { customId, outcome: { kind: 'expired' } };
  if (type === 'canceled') return { customId, outcome: { kind: 'cancelled' } };
  if (type === 'succeeded') {
    const body = JSON.stringify(result['message']);
    return { customId, outcome: { kind: 'answered', status: 200, body } };
  }
  // An error comes as the body of a single question's refusal, one level deeper.
  const outer = fieldsOf(result['error']);
  const error = outer['error'] === undefined ? outer : fieldsOf(outer['error']);
  const body = JSON.stringify({ type: 'error', error });
  return { customId, outcome: { kind: 'answered', status: 200, body } };
}
