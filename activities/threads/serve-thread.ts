import { parentPort, type MessagePort } from 'node:worker_threads';

import { EvalError } from '../../core/errors.ts';
import {
  CLOSE_CALL,
  toThreadError,
  type ThreadCalls,
  type ThreadRequest,
  type ThreadResponse,
} from './thread-message.ts';

export type ThreadHandlers<Calls extends ThreadCalls> = {
  readonly [Name in keyof Calls]: (
    payload: Calls[Name]['payload'],
  ) => Calls[Name]['result'] | Promise<Calls[Name]['result']>;
};

/**
 * The thread's side of a ThreadChannel: call it once, at the top level of the entry module.
 * Handlers run side by side as far as they await; order them yourself where that matters.
 */
export function serveThread<Calls extends ThreadCalls>(handlers: ThreadHandlers<Calls>): void {
  const port = parentPort;
  if (port === null) {
    throw new EvalError('internal', 'serveThread was called outside of a worker thread.');
  }
  const inProgress = new Set<Promise<void>>();
  port.on('message', (request: ThreadRequest) => {
    if (request.name === CLOSE_CALL) {
      void closeAfter(port, request, inProgress);
      return;
    }
    const responding = respond(port, handlers, request).finally(() =>
      inProgress.delete(responding),
    );
    inProgress.add(responding);
  });
}

async function closeAfter(
  port: MessagePort,
  { id }: ThreadRequest,
  inProgress: ReadonlySet<Promise<void>>,
): Promise<void> {
  await Promise.allSettled(inProgress);
  port.postMessage({ id, value: undefined });
}

async function respond<Calls extends ThreadCalls>(
  port: MessagePort,
  handlers: ThreadHandlers<Calls>,
  request: ThreadRequest,
): Promise<void> {
  const response = await answer(handlers, request);
  try {
    port.postMessage(response);
  } catch (error) {
    // A result that cannot be cloned must not leave the caller waiting for ever.
    port.postMessage({ id: request.id, error: toThreadError(error) });
  }
}

async function answer<Calls extends ThreadCalls>(
  handlers: ThreadHandlers<Calls>,
  request: ThreadRequest,
): Promise<ThreadResponse> {
  try {
    const handler = Object.hasOwn(handlers, request.name) ? handlers[request.name] : undefined;
    if (handler === undefined) {
      throw new EvalError('internal', `The thread has no call named "${request.name}".`);
    }
    return { id: request.id, value: await handler(request.payload) };
  } catch (error) {
    return { id: request.id, error: toThreadError(error) };
  }
}
