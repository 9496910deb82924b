import { EXIT } from './exit-code.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  stop(): void;
}

/** Ctrl-C once aborts the signal, so that the caller can say goodbye; twice ends the process at once. */
export function listenForInterrupt(): Interruption {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.detached);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  return { signal: controller.signal, stop: () => void process.off('SIGINT', onInterrupt) };
}
