import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ModelArguments } from '../../activities/models/model-adapter.ts';
import { findModel } from '../../activities/models/registry.ts';
import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type {
  GenerateRequest,
  GenerateResult,
  GenerationParameters,
} from '../../core/generation.ts';
import { modelContext } from './model-context.ts';
import { SAMPLE_MEDIA, standInMedia } from './stand-in-media.ts';

type Kind = keyof typeof SAMPLE_MEDIA;

/** One exchange with a provider, written from its documentation. */
export interface ApiExchange {
  readonly name: string;
  readonly args?: ModelArguments;
  readonly ask: {
    readonly system?: string;
    /** A text, or the kind of a medium after an `@`. */
    readonly parts: readonly string[];
    readonly parameters?: Partial<GenerationParameters>;
  };
  /** What must have been sent; `body` whole, `headers` among others. */
  readonly request?: {
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    /** Pieces that a body other than JSON must hold, in this order. */
    readonly holds?: readonly string[];
  };
  readonly response: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly events?: readonly unknown[];
  };
  readonly answer?: Partial<GenerateResult>;
  readonly error?: { readonly code: string; readonly scope?: string; readonly says?: string };
}

export interface ApiFixture {
  readonly model: string;
  /** Pages of the provider that the exchanges are written from. */
  readonly sources: readonly string[];
  /** What follows host and port in base_url. */
  readonly root: string;
  readonly args: ModelArguments;
  readonly secrets: Readonly<Record<string, string>>;
  readonly exchanges: readonly ApiExchange[];
}

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface PlayedExchange {
  readonly received: readonly Received[];
  readonly outcome: GenerateResult | Error;
  readonly messages: readonly string[];
}

/** Asks the adapter what the exchange says, answers in the provider's place, and gives both sides. */
export async function playExchange(
  fixture: ApiFixture,
  exchange: ApiExchange,
): Promise<PlayedExchange> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1');
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const { status = 200, headers = {}, body: answer, events } = exchange.response;
      const type = events === undefined ? 'application/json' : 'text/event-stream';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(events === undefined ? JSON.stringify(answer) : events.map(eventText).join(''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const context = { ...modelContext(fixture.secrets), media: standInMedia() };
  const adapter = await (
    await findModel(fixture.model)
  ).create(
    {
      base_url: `http://127.0.0.1:${port}${fixture.root}`,
      max_retries: 1,
      retry_backoff_s: 0.001,
      rate_limit_patience_s: 0,
      timeout: 5,
      ...fixture.args,
      ...exchange.args,
    },
    context,
  );
  try {
    const signal = new AbortController().signal;
    const outcome = await adapter
      .generate(requestOf(exchange.ask), signal)
      .catch((error: Error) => error);
    return { received, outcome, messages: context.messages };
  } finally {
    await adapter.dispose();
    server.closeAllConnections();
    server.close();
  }
}

/** Anthropic and OpenAI name their events besides; readers go by the data alone. */
function eventText(event: unknown): string {
  const { type } = event as { type?: string };
  return `${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(event)}\n\n`;
}

function requestOf({ system, parts, parameters = {} }: ApiExchange['ask']): GenerateRequest {
  const content = parts.map((part): MessagePart => {
    if (!part.startsWith('@')) return { type: 'text', text: part };
    const kind = part.slice(1) as Kind;
    return { type: kind, media: SAMPLE_MEDIA[kind] };
  });
  const messages: ChatMessage[] = [{ role: 'user', content }];
  if (system !== undefined) {
    messages.unshift({ role: 'system', content: [{ type: 'text', text: system }] });
  }
  return {
    id: 'task/0/0',
    messages,
    parameters: { temperature: 0, stop: [], extra: {}, maxNewTokens: 64, ...parameters },
  };
}
