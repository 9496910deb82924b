import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface FakeProvider {
  /** Without a path. */
  readonly root: string;
  stop(): Promise<void>;
}

export interface FakeProviderOptions {
  readonly latencyMs?: number;
  /** Default: a letter A–E picked by the prompt's digest. */
  readonly text?: string;
}

interface Answer {
  readonly whole: object;
  readonly events: readonly object[];
}

interface Protocol {
  /** What the path must look like; its first group, where it has one, is the model. */
  readonly path: RegExp;
  model(body: Body): string;
  prompt(body: Body): unknown;
  streams(path: string, body: Body): boolean;
  answer(text: string): Answer;
  unknown(model: string): object;
}

type Body = Readonly<Record<string, unknown>>;
const KNOWN = 'fake-model';
const INPUT = 7;
const OUTPUT = 3;

const openAi = {
  model: (body: Body) => String(body['model']),
  unknown: (model: string) => ({
    error: { message: `The model \`${model}\` does not exist.`, code: 'model_not_found' },
  }),
};
const chatUsage = { prompt_tokens: INPUT, completion_tokens: OUTPUT };
const itemUsage = { input_tokens: INPUT, output_tokens: OUTPUT };

/** How each provider speaks, from its documentation; answers are the text in two pieces. */
const PROTOCOLS: readonly Protocol[] = [
  {
    ...openAi,
    path: /\/chat\/completions$/,
    prompt: (body) => body['messages'],
    streams: (_, body) => body['stream'] === true,
    answer: (text) => ({
      whole: {
        model: KNOWN,
        choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage: chatUsage,
      },
      events: [
        ...halves(text).map((content) => ({ model: KNOWN, choices: [{ delta: { content } }] })),
        { choices: [{ delta: {}, finish_reason: 'stop' }] },
        { choices: [], usage: chatUsage },
      ],
    }),
  },
  {
    path: /\/messages$/,
    model: openAi.model,
    prompt: (body) => body['messages'],
    streams: (_, body) => body['stream'] === true,
    unknown: (model) => ({
      type: 'error',
      error: { type: 'not_found_error', message: `model: ${model}` },
    }),
    answer: (text) => ({
      whole: {
        type: 'message',
        model: KNOWN,
        content: [{ type: 'text', text }],
        stop_reason: 'end_turn',
        usage: itemUsage,
      },
      events: [
        {
          type: 'message_start',
          message: { model: KNOWN, usage: { ...itemUsage, output_tokens: 1 } },
        },
        { type: 'content_block_start', content_block: { type: 'text', text: '' } },
        ...halves(text).map((piece) => ({
          type: 'content_block_delta',
          delta: { type: 'text_delta', text: piece },
        })),
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn' },
          usage: { output_tokens: OUTPUT },
        },
        { type: 'message_stop' },
      ],
    }),
  },
  {
    path: /\/models\/([^/:]+):(?:streamG|g)enerateContent$/,
    model: () => '',
    prompt: (body) => body['contents'],
    streams: (path) => path.endsWith(':streamGenerateContent'),
    unknown: (model) => ({
      error: {
        code: 404,
        message: `models/${model} is not found for API version v1beta.`,
        status: 'NOT_FOUND',
      },
    }),
    answer: (text) => {
      const of = (piece: string, end: object) => ({
        candidates: [{ content: { role: 'model', parts: [{ text: piece }] }, ...end }],
        modelVersion: KNOWN,
        usageMetadata: { promptTokenCount: INPUT, candidatesTokenCount: OUTPUT },
      });
      const [first = '', last = ''] = halves(text);
      return {
        whole: of(text, { finishReason: 'STOP' }),
        events: [of(first, {}), of(last, { finishReason: 'STOP' })],
      };
    },
  },
  {
    ...openAi,
    path: /\/responses$/,
    prompt: (body) => body['input'],
    streams: (_, body) => body['stream'] === true,
    answer: (text) => {
      const content = [{ type: 'output_text', text }];
      const whole = {
        object: 'response',
        status: 'completed',
        model: KNOWN,
        output: [{ type: 'message', content }],
        usage: itemUsage,
      };
      return {
        whole,
        events: [
          { type: 'response.created', response: { ...whole, output: [], status: 'in_progress' } },
          ...halves(text).map((delta) => ({ type: 'response.output_text.delta', delta })),
          { type: 'response.completed', response: whole },
        ],
      };
    },
  },
  {
    path: /\/multimodal-generation\/generation$/,
    model: openAi.model,
    prompt: (body) => body['input'],
    streams: (_, body) =>
      (body['parameters'] as { incremental_output?: boolean }).incremental_output === true,
    unknown: () => ({ code: 'ModelNotFound', message: 'Model not exist.', request_id: 'r' }),
    answer: (text) => {
      const of = (piece: string, reason: string) => ({
        output: {
          choices: [
            { finish_reason: reason, message: { role: 'assistant', content: [{ text: piece }] } },
          ],
        },
        usage: itemUsage,
      });
      const [first = '', last = ''] = halves(text);
      return { whole: of(text, 'stop'), events: [of(first, 'null'), of(last, 'stop')] };
    },
  },
  {
    path: /\/v1\/chat$/,
    model: openAi.model,
    prompt: (body) => body['messages'],
    streams: () => false,
    unknown: (model) => ({ detail: `Model ${model} not found` }),
    answer: (text) => ({
      whole: {
        model: KNOWN,
        responses: [{ finish_reason: 'stop', message: { role: 'assistant', content: text } }],
        usage: itemUsage,
      },
      events: [],
    }),
  },
  {
    path: /\/audio\/transcriptions$/,
    // A form: everything in it is looked for in its text.
    model: (body) => /name="model"\r\n\r\n([^\r]+)/.exec(String(body['form']))?.[1] ?? '',
    prompt: (body) => body['form'],
    streams: () => false,
    unknown: openAi.unknown,
    answer: (text) => ({ whole: { text, usage: { type: 'tokens', ...itemUsage } }, events: [] }),
  },
];

/** One server that speaks every provider's protocol; answers depend on the prompt alone. */
export async function startFakeProvider(options: FakeProviderOptions = {}): Promise<FakeProvider> {
  const respond = async (path: string, bytes: Buffer, response: ServerResponse) => {
    const protocol = PROTOCOLS.find((each) => each.path.test(path));
    if (protocol === undefined) return sendJson(response, 404, { detail: 'Not Found' });
    const body = bodyOf(bytes);
    const model = protocol.path.exec(path)?.[1] ?? protocol.model(body);
    if (options.latencyMs) await delay(options.latencyMs);
    if (model !== KNOWN) return sendJson(response, 404, protocol.unknown(model));
    const digest = createHash('sha256')
      .update(JSON.stringify(protocol.prompt(body)))
      .digest();
    const answer = protocol.answer(options.text ?? 'ABCDE'.charAt(digest.readUInt32BE(0) % 5));
    if (!protocol.streams(path, body)) return sendJson(response, 200, answer.whole);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of answer.events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.end();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://fake');
      respond(pathname, Buffer.concat(chunks), response).catch((error: unknown) => {
        sendJson(response, 500, { error: { message: String(error) } });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bodyOf(bytes: Buffer): Body {
  const text = bytes.toString('latin1');
  return text.startsWith('{') ? (JSON.parse(bytes.toString('utf8')) as Body) : { form: text };
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
