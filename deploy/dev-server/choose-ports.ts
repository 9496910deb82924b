import { createServer } from 'node:net';
import { EvalError } from '../../core/errors.ts';

export interface PortPair {
  readonly port: number;
  readonly uiPort: number;
}

/** Temporal's own defaults. */
export const DEFAULT_PORTS: PortPair = { port: 7233, uiPort: 8233 };
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

export async function isPortFree(port: number): Promise<boolean> {
  return (await listenBriefly(port)) !== undefined;
}

/** Ports the system hands out; for tests and other stacks that must not meet. */
export async function randomPorts(): Promise<PortPair> {
  const [port, uiPort] = await Promise.all([listenBriefly(0), listenBriefly(0)]);
  if (port === undefined || uiPort === undefined) {
    throw new EvalError('server-start-failed', 'The system has no free port on 127.0.0.1.');
  }
  return { port, uiPort };
}

async function bothFree({ port, uiPort }: PortPair): Promise<boolean> {
  return (await isPortFree(port)) && (await isPortFree(uiPort));
}

function listenBriefly(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(taken));
    });
  });
}
