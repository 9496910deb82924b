import { createServer, type AddressInfo } from 'node:net';
import type { EvaluationSpec } from '../../core/spec.ts';
import {
  startFakeEndpoint,
  type FakeEndpoint,
  type FakeEndpointOptions,
  type FakeRequestBody,
} from './fake-endpoint.ts';

/** One address that endpoints come to and go from, so that all of them are the same model to a run. */
export interface EndpointAddress {
  readonly port: number;
  readonly baseUrl: string;
  readonly answers: AnswerCount;
  /** Starts an endpoint there; the one before must have stopped. */
  start(options?: Omit<FakeEndpointOptions, 'port' | 'answer'>): Promise<FakeEndpoint>;
  model(args?: EvaluationSpec['model']['args']): EvaluationSpec['model'];
}

/** Counts over all endpoints that ever stood at the address. */
export interface AnswerCount {
  /** Questions that were given a proper answer, by prompt. */
  readonly perPrompt: ReadonlyMap<string, number>;
  total(): number;
  /** Answers to questions that had been answered before. */
  again(): number;
  clear(): void;
}

export async function openEndpointAddress(): Promise<EndpointAddress> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const perPrompt = new Map<string, number>();
  const answer = (body: FakeRequestBody) => {
    const prompt = JSON.stringify(body.messages);
    perPrompt.set(prompt, (perPrompt.get(prompt) ?? 0) + 1);
    return letterFor(prompt);
  };
  return {
    port,
    baseUrl,
    answers: {
      perPrompt,
      total: () => [...perPrompt.values()].reduce((sum, count) => sum + count, 0),
      again: () => [...perPrompt.values()].reduce((sum, count) => sum + count - 1, 0),
      clear: () => perPrompt.clear(),
    },
    start: (options = {}) => startFakeEndpoint({ ...options, port, answer }),
    model: (args = {}) => ({
      id: 'openai_compatible',
      args: {
        model: 'fake-model',
        base_url: baseUrl,
        retry_backoff_s: 0.05,
        num_concurrent: 16,
        ...args,
      },
    }),
  };
}

/** The questions of the generated text benchmark end in a number that decides the answer. */
function letterFor(prompt: string): string {
  const index = Number(/Question (\d+)/.exec(prompt)?.[1] ?? 0);
  return 'ABCDE'.charAt((index * 7 + (index % 3)) % 5);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
