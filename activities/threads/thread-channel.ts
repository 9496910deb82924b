import { Worker, type ResourceLimits, type TransferListItem } from 'node:worker_threads';

import { EvalError, messageOf } from '../../core/errors.ts';
import {
  CLOSE_CALL,
  fromThreadError,
  type ThreadCalls,
  type ThreadRequest,
  type ThreadResponse,
} from './thread-message.ts';

export interface ThreadOptions {
  /** Compiled JavaScript module that calls `serveThread`; see compiled-entry.ts. */
  readonly entry: URL;
  /** Shown in error messages and debuggers. */
  readonly name: string;
  readonly workerData?: unknown;
  readonly resourceLimits?: ResourceLimits;
}

export interface ThreadChannel<Calls extends ThreadCalls> {
  /** Calls run side by side on the thread, as its handlers allow; errors keep their EvalError code. */
  call<Name extends keyof Calls & string>(
    name: Name,
    payload: Calls[Name]['payload'],
    transfer?: readonly TransferListItem[],
  ): Promise<Calls[Name]['result']>;
  /** Stops the thread at once; calls still waiting reject with `reason` (default `cancelled`). */
  terminate(reason?: EvalError): Promise<void>;
  /**
   * Rejects the calls still waiting, lets them end on the thread, then stops it. Needed where a call
   * may be inside a native library: stopping a thread there can abort the whole process.
   */
  close(): Promise<void>;
}

/** Calls are numbered from 1. */
const CLOSE_ID = 0;

interface PendingCall {
  readonly resolve: (value: never) => void;
  readonly reject: (error: EvalError) => void;
}

/**
 * Starts a thread and speaks to it. An idle thread does not keep the process alive; one with calls
 * waiting does. When the thread dies, all waiting and later calls reject with `internal`.
 */
export function openThread<Calls extends ThreadCalls>(
  options: ThreadOptions,
): ThreadChannel<Calls> {
  const worker = new Worker(options.entry, {
    name: options.name,
    workerData: options.workerData,
    ...(options.resourceLimits === undefined ? {} : { resourceLimits: options.resourceLimits }),
  });
  const pending = new Map<number, PendingCall>();
  let lastId = 0;
  let ended: EvalError | undefined;
  let closing: Promise<void> | undefined;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.unref();

  worker.on('message', (response: ThreadResponse) => {
    const waiting = pending.get(response.id);
    if (waiting === undefined) return;
    pending.delete(response.id);
    if (pending.size === 0) worker.unref();
    if ('error' in response) waiting.reject(fromThreadError(response.error));
    else waiting.resolve(response.value as never);
  });
  worker.on('error', (error) => end(crashed(options.name, messageOf(error), error)));
  worker.on('exit', (exitCode) => end(crashed(options.name, `exit code ${exitCode}`, undefined)));

  function end(reason: EvalError): void {
    ended ??= reason;
    const waiting = [...pending.values()];
    pending.clear();
    for (const call of waiting) call.reject(ended);
  }

  async function closeThread(): Promise<void> {
    const hasClosed = new Promise<void>((resolve) => {
      worker.on('message', ({ id }: ThreadResponse) => id === CLOSE_ID && resolve());
    });
    end(stopped(options.name));
    const request: ThreadRequest = { id: CLOSE_ID, name: CLOSE_CALL, payload: undefined };
    worker.postMessage(request, []);
    worker.ref();
    await Promise.race([hasClosed, exited]);
    await worker.terminate();
  }

  return {
    call: (name, payload, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        const id = ++lastId;
        const request: ThreadRequest = { id, name, payload };
        // Posted first: a payload that cannot be cloned throws here and leaves nothing waiting.
        worker.postMessage(request, transfer);
        pending.set(id, { resolve, reject });
        if (pending.size === 1) worker.ref();
      }),
    terminate: async (reason) => {
      end(reason ?? stopped(options.name));
      await worker.terminate();
    },
    close: () => (closing ??= closeThread()),
  };
}

function stopped(name: string): EvalError {
  return new EvalError('cancelled', `The thread ${name} was stopped.`);
}

function crashed(name: string, what: string, cause: unknown): EvalError {
  return new EvalError(
    'internal',
    `The thread ${name} ended while it was needed (${what}). Start it again; if it happens every time, report the input that causes it.`,
    { retry: 'backoff', cause },
  );
}
