import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Fault } from './fake-endpoint-faults.ts';

export interface Answer {
  readonly text: string;
  readonly model: string;
  readonly fault: Fault | undefined;
  readonly usage: object;
}

export interface StreamOptions {
  readonly streamChunks?: number;
  readonly chunkDelayMs?: number;
  readonly reasoning?: string;
}

export async function sendStream(
  response: ServerResponse,
  answer: Answer,
  options: StreamOptions,
): Promise<void> {
  const event = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: 'fake', model: answer.model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const count = options.streamChunks ?? 1;
  const pieces = split(answer.text, count);
  let pending = event({ role: 'assistant', content: '' });
  if (options.reasoning !== undefined) pending += event({ reasoning_content: options.reasoning });
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && options.chunkDelayMs) {
      response.write(pending);
      pending = '';
      await delay(options.chunkDelayMs);
    }
    pending += event({ content: piece });
  }
  if (answer.fault === 'reset') return breakOff(response, pending);
  if (answer.fault === 'cutShort') return void response.end(pending);
  const usage = JSON.stringify({
    id: 'fake',
    model: answer.model,
    choices: [],
    usage: answer.usage,
  });
  response.end(`${pending}${event({}, 'stop')}data: ${usage}\n\ndata: [DONE]\n\n`);
}

function split(text: string, count: number): string[] {
  const size = Math.max(1, Math.ceil(text.length / Math.max(1, count)));
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += size)
    pieces.push(text.slice(start, start + size));
  return pieces;
}

/** Half of the text, then a reset connection. */
export function breakOff(response: ServerResponse, text: string): void {
  response.write(text.slice(0, Math.ceil(text.length / 2)), () =>
    response.socket?.resetAndDestroy(),
  );
}

export function sendJson(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}

export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const code = status === 404 && message.includes('model') ? 'model_not_found' : null;
  sendJson(response, status, JSON.stringify({ error: { message, code } }));
}
