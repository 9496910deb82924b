import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one question. */
export type FakeOutcome = 'answered' | 'expired' | 'cancelled' | 'lost' | 'overloaded' | 'rejected';

export interface FakeBatch {
  readonly id: string;
  readonly api: 'openai' | 'anthropic';
  readonly key: string;
  readonly questions: readonly FakeQuestion[];
  readonly createdAtMs: number;
  isOver: boolean;
  isCancelled: boolean;
  /** Refused before it began, with this code. */
  refusal?: string;
}

interface FakeQuestion {
  readonly customId: string;
  readonly text: string;
}

export interface FakeBatchServerOptions {
  readonly outcome?: (question: FakeQuestion, batch: FakeBatch) => FakeOutcome;
  /** A code makes the provider refuse the batch. */
  readonly refuse?: (batch: FakeBatch) => string | undefined;
  /** Called with each new batch before its sender hears of it. */
  readonly onBatch?: (batch: FakeBatch) => void | Promise<void>;
  /** Batches are over at once; else when `endAll` says so. */
  readonly endsAtOnce?: boolean;
}

export interface FakeBatchServer {
  readonly port: number;
  readonly baseUrl: string;
  readonly batches: readonly FakeBatch[];
  /** Questions that were asked one by one. */
  asked(): number;
  endAll(): void;
  stop(): Promise<void>;
}

/** The batch APIs of OpenAI and of Anthropic on one address; answers come in another order than questions. */
export async function startFakeBatchServer(
  options: FakeBatchServerOptions = {},
): Promise<FakeBatchServer> {
  const batches: FakeBatch[] = [];
  const files = new Map<string, string>();
  let asked = 0;

  const add = async (api: FakeBatch['api'], key: string, questions: FakeQuestion[]) => {
    const batch: FakeBatch = {
      id: `${api === 'openai' ? 'batch' : 'msgbatch'}_${batches.length + 1}`,
      api,
      key,
      questions,
      createdAtMs: Date.now(),
      isOver: options.endsAtOnce ?? false,
      isCancelled: false,
    };
    const refusal = options.refuse?.(batch);
    if (refusal !== undefined) Object.assign(batch, { refusal, isOver: true });
    batches.push(batch);
    await options.onBatch?.(batch);
    return batch;
  };
  const outcomeOf = (batch: FakeBatch, question: FakeQuestion): FakeOutcome =>
    batch.isCancelled ? 'cancelled' : (options.outcome?.(question, batch) ?? 'answered');

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const send = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
    const found = /\/batches\/([^/]+)/.exec(pathname)?.[1];
    const batch = batches.find(({ id }) => id === found);
    const isClaude = pathname.includes('/messages/');
    if (pathname === '/v1/models') return send({ data: [{ id: 'fake-model' }] });
    if (/\/(chat\/completions|messages)$/.test(pathname)) {
      asked += 1;
      return send({ error: { message: 'only in batches' } }, 400);
    }
    if (found !== undefined && batch === undefined) {
      return send({ error: { message: 'no such batch' } }, 404);
    }
    if (batch !== undefined && pathname.endsWith('/cancel')) {
      batch.isCancelled = !batch.isOver;
      batch.isOver = true;
      return send(isClaude ? anthropicObject(batch, outcomeOf) : openAiObject(batch));
    }
    if (batch !== undefined && pathname.endsWith('/results')) {
      return send(resultLines(batch, outcomeOf, anthropicLine));
    }
    if (batch !== undefined) {
      return send(isClaude ? anthropicObject(batch, outcomeOf) : openAiObject(batch));
    }
    if (pathname === '/v1/files' && request.method === 'POST') {
      const id = `file_${files.size + 1}`;
      files.set(id, body);
      return send({ id });
    }
    if (pathname.startsWith('/v1/files/')) {
      const of = batches.find(({ id }) => pathname.includes(`${id}-output`));
      return of ? send(resultLines(of, outcomeOf, openAiLine)) : send({ error: 'no file' }, 404);
    }
    const isOpenAi = pathname === '/v1/batches';
    if ((isOpenAi || pathname === '/v1/messages/batches') && request.method === 'GET') {
      const own = batches.filter(({ api }) => (api === 'openai') === isOpenAi).toReversed();
      const data = own.map((each) =>
        isOpenAi ? openAiObject(each) : anthropicObject(each, outcomeOf),
      );
      return send({ data, has_more: false });
    }
    if (isOpenAi) {
      const given = JSON.parse(body) as {
        readonly input_file_id: string;
        readonly metadata: Readonly<Record<string, string>>;
      };
      const questions = questionsOfForm(files.get(given.input_file_id) ?? '');
      const [key = ''] = Object.values(given.metadata);
      return send(openAiObject(await add('openai', key, questions)));
    }
    if (pathname === '/v1/messages/batches') {
      const { requests } = JSON.parse(body) as { readonly requests: readonly AnthropicQuestion[] };
      const questions = requests.map(({ custom_id: customId, params }) => ({
        customId,
        text: JSON.stringify(params.messages),
      }));
      return send(anthropicObject(await add('anthropic', '', questions), outcomeOf));
    }
    return send({ error: { message: `no route ${pathname}` } }, 404);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    batches,
    asked: () => asked,
    endAll: () => batches.forEach((batch) => Object.assign(batch, { isOver: true })),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type OutcomeOf = (batch: FakeBatch, question: FakeQuestion) => FakeOutcome;

interface AnthropicQuestion {
  readonly custom_id: string;
  readonly params: { readonly messages: unknown };
}

/** The questions of the generated text benchmark end in a number that decides the answer. */
function fakeBatchAnswer(text: string): string {
  const index = Number(/Question (\d+)/.exec(text)?.[1] ?? 0);
  return 'ABCDE'.charAt((index * 7 + (index % 3)) % 5);
}

function questionsOfForm(form: string): FakeQuestion[] {
  const lines = form.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => {
    const { custom_id: customId, body } = JSON.parse(line) as {
      readonly custom_id: string;
      readonly body: { readonly messages: unknown };
    };
    return { customId, text: JSON.stringify(body.messages) };
  });
}

function resultLines(
  batch: FakeBatch,
  outcomeOf: OutcomeOf,
  line: (question: FakeQuestion, outcome: FakeOutcome) => object,
): string {
  const lines = batch.questions.flatMap((question) => {
    const outcome = outcomeOf(batch, question);
    return outcome === 'lost' ? [] : [JSON.stringify(line(question, outcome))];
  });
  // Never in the order of the questions: nothing may go by it.
  return lines
    .map((text, index) => ({ text, place: (index * 7919) % 1009 }))
    .sort((left, right) => left.place - right.place)
    .map(({ text }) => `${text}\n`)
    .join('');
}

function openAiObject(batch: FakeBatch): object {
  const over = batch.isCancelled ? 'cancelled' : 'completed';
  const status = batch.refusal === undefined ? (batch.isOver ? over : 'in_progress') : 'failed';
  return {
    id: batch.id,
    object: 'batch',
    status,
    created_at: Math.floor(batch.createdAtMs / 1000),
    metadata: { assay_key: batch.key },
    request_counts: { total: batch.questions.length, completed: 0, failed: 0 },
    ...(status === 'completed' || status === 'cancelled'
      ? { output_file_id: `${batch.id}-output` }
      : {}),
    ...(batch.refusal === undefined
      ? {}
      : { errors: { data: [{ code: batch.refusal, message: 'the file is not good' }] } }),
  };
}

function openAiLine({ customId, text }: FakeQuestion, outcome: FakeOutcome): object {
  const line = (status: number, body: object) => ({
    custom_id: customId,
    response: { status_code: status, body },
    error: null,
  });
  if (outcome === 'expired') return { custom_id: customId, error: { code: 'batch_expired' } };
  if (outcome === 'cancelled') return { custom_id: customId, error: { code: 'batch_cancelled' } };
  if (outcome === 'overloaded') return line(503, { error: { message: 'overloaded' } });
  if (outcome === 'rejected') return line(400, { error: { message: 'not this one' } });
  return line(200, {
    model: 'fake-model',
    choices: [{ message: { content: fakeBatchAnswer(text) }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 1 },
  });
}

function anthropicObject(batch: FakeBatch, outcomeOf: OutcomeOf): object {
  const outcomes = batch.questions.map((question) => outcomeOf(batch, question));
  const count = (...kinds: FakeOutcome[]) =>
    batch.isOver ? outcomes.filter((outcome) => kinds.includes(outcome)).length : 0;
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: batch.isOver ? 'ended' : 'in_progress',
    created_at: new Date(batch.createdAtMs).toISOString(),
    request_counts: {
      processing: batch.isOver ? 0 : outcomes.length,
      succeeded: count('answered', 'lost'),
      errored: count('overloaded', 'rejected'),
      canceled: count('cancelled'),
      expired: count('expired'),
    },
    results_url: batch.isOver ? `/v1/messages/batches/${batch.id}/results` : null,
  };
}

function anthropicLine({ customId, text }: FakeQuestion, outcome: FakeOutcome): object {
  const errored = (type: string) => ({
    type: 'errored',
    error: { type: 'error', error: { type, message: 'not now' } },
  });
  const results: Readonly<Record<Exclude<FakeOutcome, 'lost'>, object>> = {
    expired: { type: 'expired' },
    cancelled: { type: 'canceled' },
    overloaded: errored('overloaded_error'),
    rejected: errored('invalid_request_error'),
    answered: {
      type: 'succeeded',
      message: {
        type: 'message',
        role: 'assistant',
        model: 'fake-model',
        content: [{ type: 'text', text: fakeBatchAnswer(text) }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 10, output_tokens: 1 },
      },
    },
  };
  return { custom_id: customId, result: results[outcome as Exclude<FakeOutcome, 'lost'>] };
}
