import { setTimeout as delay } from 'node:timers/promises';
import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { atMost, median, noted, type Bench } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { runEval } from './run-eval.ts';
import { ENDPOINT, textLoadArguments } from './text-load.ts';

const DOCUMENTS = 2_000;
/**
 * Answers come in waves as long as the latency: killed right after one was sent, the worker has read
 * nothing of it yet. So the kills are spread over a wave.
 */
const DELAYS_MS = [0, 7, 14];

export const killBench: Bench = {
  name: 'kill',
  summary: 'the endpoint run with every worker killed half-way and the stack started again',
  async run(say) {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      const kills: Kill[] = [];
      for (const delayMs of DELAYS_MS) {
        kills.push(await killOnce(endpoint, stack, delayMs));
        say(JSON.stringify(kills.at(-1)));
      }
      const of = (name: keyof Kill) => kills.map((kill) => kill[name]);
      return [
        atMost('answered requests sent again, worst kill', Math.max(...of('again')), 64, {
          unit: '',
          beside: 'Inspect 7, lm-eval 38, lmms-eval all (about 1,010)',
        }),
        noted('the same, each kill', of('again').join(', '), 'aim: under 7'),
        noted('requests beyond one per document', of('extra').join(', ')),
        noted('kill to new worker ready', `${median(of('startedS')).toFixed(1)} s`),
        noted('kill to results', `${median(of('resultsS')).toFixed(1)} s`),
      ];
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};

interface Kill {
  /** Questions answered before that were asked again. */
  readonly again: number;
  readonly extra: number;
  readonly startedS: number;
  readonly resultsS: number;
}

async function killOnce(
  endpoint: SpawnedFakeEndpoint,
  stack: BenchStack,
  delayMs: number,
): Promise<Kill> {
  await endpoint.resetStats();
  const args = textLoadArguments(stack, endpoint, DOCUMENTS);
  const { runId } = await runEval(stack, [...args, '--detach']);
  while ((await endpoint.stats()).answered < DOCUMENTS / 2) await delay(5);
  await delay(delayMs);
  const killedAtMs = performance.now();
  const secondsSince = () => (performance.now() - killedAtMs) / 1000;
  await stack.killWorkers();
  await stack.start();
  const startedS = secondsSince();
  await stack.client.workflow.getHandle(`evaluate/${runId}`).result();
  const resultsS = secondsSince();
  const { requests, answeredAgain, prompts } = await endpoint.resetStats();
  if (prompts !== DOCUMENTS) throw new Error(`Only ${prompts} documents were asked.`);
  return { again: answeredAgain, extra: requests - DOCUMENTS, startedS, resultsS };
}
