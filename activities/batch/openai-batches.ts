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
import type { BatchAnswer, BatchState, ProviderBatches } from './provider-batches.ts';

/** Half of what OpenAI takes in bytes, since a file is held in memory while it is sent. */
const MAX_BYTES = 90 * 1024 * 1024;
const MAX_REQUESTS = 50_000;
/** Key of the metadata that marks our batches. */
const MARK = 'assay_key';
const PAGE = 100;
const MAX_PAGES = 50;
/** Clocks of this host and the provider may differ by this. */
const CLOCK_SKEW_MS = 3_600_000;

const ENDINGS: Readonly<Record<string, BatchState['ending']>> = {
  completed: 'completed',
  expired: 'expired',
  cancelled: 'cancelled',
  failed: 'refused',
};

/** OpenAI's Batch API: a file of questions, a batch over it, files of answers and of errors. */
export function openAiBatches(endpoint: BatchEndpoint): ProviderBatches {
  const url = `/v1/${endpoint.resource}`;
  return {
    maxRequests: MAX_REQUESTS,
    maxBytes: MAX_BYTES,
    line: (customId, body) =>
      `{"custom_id":${JSON.stringify(customId)},"method":"POST","url":${JSON.stringify(url)},"body":${body}}`,
    async submit(lines, key, signal) {
      const file = await sendForFields(
        endpoint,
        { method: 'POST', resource: 'files', ...formOf(lines, key) },
        signal,
      );
      const batch = await sendForFields(
        endpoint,
        {
          method: 'POST',
          resource: 'batches',
          body: JSON.stringify({
            input_file_id: requireId(file, 'the uploaded file'),
            endpoint: url,
            completion_window: '24h',
            metadata: { [MARK]: key },
          }),
          isOnce: true,
        },
        signal,
      );
      return requireId(batch, 'the batch');
    },
    async find({ key, sinceMs }, signal) {
      let after = '';
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const resource = `batches?limit=${PAGE}${after === '' ? '' : `&after=${after}`}`;
        const list = await sendForFields(endpoint, { method: 'GET', resource }, signal);
        const batches = listOf(list['data']);
        const ours = batches.find((batch) => fieldsOf(batch['metadata'])[MARK] === key);
        if (ours !== undefined) return { id: requireId(ours, 'the batch') };
        const last = batches.at(-1);
        const isOlder = countOf(last?.['created_at']) * 1000 < sinceMs - CLOCK_SKEW_MS;
        if (last === undefined || list['has_more'] !== true || isOlder) break;
        after = encodeURIComponent(textOf(last['id']));
      }
      return 'none';
    },
    async state(id, signal) {
      const resource = `batches/${encodeURIComponent(id)}`;
      return stateOf(await sendForFields(endpoint, { method: 'GET', resource }, signal));
    },
    async results({ places }, onAnswer, signal) {
      for (const place of places) {
        const resource = `files/${encodeURIComponent(place)}/content`;
        const onLine = (line: string) => onAnswer(answerOf(parseFields(line, 'the results')));
        await endpoint.send({ method: 'GET', resource, onLine }, signal);
      }
    },
    async cancel(id, signal) {
      const resource = `batches/${encodeURIComponent(id)}/cancel`;
      await endpoint.send({ method: 'POST', resource, body: '{}' }, signal);
    },
  };
}

function stateOf(batch: Fields): BatchState {
  const refusals = listOf(fieldsOf(batch['errors'])['data']);
  const ending = ENDINGS[textOf(batch['status'])] ?? 'none';
  // The account may have only so many questions waiting: a matter of time.
  const isPutOff = refusals.some(({ code }) => code === 'token_limit_exceeded');
  return {
    id: requireId(batch, 'the batch'),
    ending: ending === 'refused' && isPutOff ? 'put-off' : ending,
    places: [textOf(batch['output_file_id']), textOf(batch['error_file_id'])].filter(
      (place) => place !== '',
    ),
    reason: refusals
      .map((refusal) => textOf(refusal['message']))
      .join('; ')
      .slice(0, 300),
  };
}

function answerOf(line: Fields): BatchAnswer {
  const customId = textOf(line['custom_id']);
  const code = textOf(fieldsOf(line['error'])['code']);
  if (code === 'batch_expired') return { customId, outcome: { kind: 'expired' } };
  if (code === 'batch_cancelled') return { customId, outcome: { kind: 'cancelled' } };
  const response = fieldsOf(line['response']);
  const status = countOf(response['status_code']);
  const isAnswered = status !== 0;
  const body = JSON.stringify(isAnswered ? response['body'] : { error: line['error'] });
  // An error without a response is one of the provider's own.
  return { customId, outcome: { kind: 'answered', status: isAnswered ? status : 500, body } };
}

/** The upload as a form in one buffer. */
function formOf(
  lines: readonly string[],
  key: string,
): { readonly body: Uint8Array; readonly contentType: string } {
  // No line of JSON begins with it.
  const boundary = `assay-${key}`;
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="purpose"',
    '',
    'batch',
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${key}.jsonl"`,
    'Content-Type: application/jsonl',
    '',
    '',
  ].join('\r\n');
  const body = Buffer.from(`${head}${lines.join('\n')}\n\r\n--${boundary}--\r\n`);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
