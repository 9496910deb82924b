import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { FakeEndpointOptions, FakeEndpointStats } from './fake-endpoint.ts';

export interface SpawnedFakeEndpoint {
  readonly baseUrl: string;
  readonly pid: number;
  stats(): Promise<FakeEndpointStats>;
  /** Starts counting anew; gives the figures so far. */
  resetStats(): Promise<FakeEndpointStats>;
  stop(): Promise<void>;
}

/** The fake endpoint in a process of its own; without `answer`, since functions cannot cross. */
export async function spawnFakeEndpoint(
  options: Omit<FakeEndpointOptions, 'answer' | 'onRequest'> = {},
): Promise<SpawnedFakeEndpoint> {
  const script = fileURLToPath(new URL('./fake-endpoint-process.ts', import.meta.url));
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(([code]) => {
      throw new Error(`The fake endpoint ended with code ${code} before it listened.`);
    }),
  ]);
  const { baseUrl } = JSON.parse(line) as { baseUrl: string };
  const stats = async (method: 'GET' | 'DELETE') => {
    const response = await fetch(new URL('/stats', baseUrl), { method });
    return (await response.json()) as FakeEndpointStats;
  };
  return {
    baseUrl,
    pid: child.pid!,
    stats: () => stats('GET'),
    resetStats: () => stats('DELETE'),
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
