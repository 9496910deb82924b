import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createOpenAiAdapter } from '../../activities/models/openai-compatible/openai-adapter.ts';
import type { OpenAiAdapter } from '../../activities/models/openai-compatible/openai-adapter.ts';
import { readSettings } from '../../activities/models/openai-compatible/settings.ts';
import type { ModelArguments } from '../../activities/models/model-adapter.ts';
import { startFakeEndpoint } from './fake-endpoint.ts';
import type { FakeEndpoint, FakeEndpointOptions } from './fake-endpoint.ts';
import { testMediaService } from './media-service.ts';
import { modelContext } from './model-context.ts';

/** Servers and adapters of one test; `cleanUp` ends them, latest first. */
export interface OpenAiBench {
  /** An adapter for `fake-model` that waits milliseconds where others wait seconds. */
  adapterOf(baseUrl: string, args?: ModelArguments, apiKey?: string): OpenAiAdapter;
  fake(options: FakeEndpointOptions): Promise<FakeEndpoint>;
  /** A server that answers every request in its own way; gives its base URL. */
  serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string>;
  serveJson(status: number, body: object): Promise<string>;
  serveEvents(...events: readonly (object | string)[]): Promise<string>;
  cleanUp(): Promise<void>;
}

export function createOpenAiBench(): OpenAiBench {
  const cleanUps: (() => Promise<unknown>)[] = [];

  const serve: OpenAiBench['serve'] = async (answer) => {
    const server = createServer((request, response) => {
      answer(request, response);
      request.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanUps.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  };

  return {
    serve,
    adapterOf: (baseUrl, args = {}, apiKey) => {
      const quick = { model: 'fake-model', base_url: baseUrl, retry_backoff_s: 0.001, timeout: 5 };
      const settings = readSettings({ ...quick, ...args }, modelContext());
      const adapter = createOpenAiAdapter({
        settings,
        apiKey,
        media: testMediaService(),
        log: () => {},
      });
      cleanUps.push(() => adapter.dispose());
      return adapter;
    },
    fake: async (options) => {
      const endpoint = await startFakeEndpoint(options);
      cleanUps.push(() => endpoint.stop());
      return endpoint;
    },
    serveJson: (status, body) =>
      serve((_, response) => response.writeHead(status).end(JSON.stringify(body))),
    serveEvents: (...events) =>
      serve((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const event of events) {
          response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
        }
        response.end();
      }),
    cleanUp: async () => {
      for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
    },
  };
}

/** One event of a streamed answer. */
export function chunk(delta: object, finish: string | null = null): object {
  return { model: 'fake-model', choices: [{ delta, finish_reason: finish }] };
}
