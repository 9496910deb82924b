import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { CONCURRENCY, requestPhaseMs } from './text-load.ts';

/** Answers per second of a loop that does nothing but ask, between first request and last answer. */
export async function bareLoop(
  endpoint: SpawnedFakeEndpoint,
  documents: number,
  mode: 'stream' | 'whole',
): Promise<number> {
  await endpoint.resetStats();
  const script = fileURLToPath(new URL('./bare-loop-process.ts', import.meta.url));
  const args = [endpoint.baseUrl, String(documents), String(CONCURRENCY), mode];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  const stats = await endpoint.resetStats();
  if (stats.answered !== documents) {
    throw new Error(`The bare loop got ${stats.answered} of ${documents} answers.`);
  }
  return (documents / requestPhaseMs(stats)) * 1000;
}
