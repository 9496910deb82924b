import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EvalError } from '../../core/errors.ts';

export interface PortPair {
  readonly port: number;
  readonly uiPort: number;
}

/** Temporal's own defaults. */
const DEFAULT_PORTS: PortPair = { port: 7233, uiPort: 8233 };
/** One hundred stacks on one host; beyond that something leaks servers. */
const PAIRS_TO_TRY = 100;

/** The preferred pair when both are free, else the next pair from the default on that is. */
export async function choosePorts(preferred: PortPair = DEFAULT_PORTS): Promise<PortPair> {
  if (await bothFree(preferred)) return preferred;
  for (let offset = 0; offset < PAIRS_TO_TRY; offset += 1) {
    const pair = { port: DEFAULT_PORTS.port + offset, uiPort: DEFAULT_PORTS.uiPort + offset };
    if (await bothFree(pair)) return pair;
  }
  throw new EvalError(
    'server-start-failed',
    `Cannot start the Temporal server: no free pair of ports from ${DEFAULT_PORTS.port}/${DEFAULT_PORTS.uiPort} on. Stop unused stacks with \`assay server stop\`.`,
  );
}

export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
}

/**
 * A free pair for tests and other stacks that must not meet. Below the range from which systems give
 * ports to outgoing connections (32768 on Linux), so that a pair stays free over a restart.
 */
export async function randomPorts(): Promise<PortPair> {
  for (let attempt = 0; attempt < PAIRS_TO_TRY; attempt += 1) {
    const port = randomInt(12_000, 31_000);
    const pair = { port, uiPort: port + 1000 };
    if (await bothFree(pair)) return pair;
  }
  throw new EvalError('server-start-failed', 'No free pair of ports was found on 127.0.0.1.');
}

async function bothFree({ port, uiPort }: PortPair): Promise<boolean> {
  return (await isPortFree(port)) && (await isPortFree(uiPort));
}
