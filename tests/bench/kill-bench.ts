import { setTimeout as delay } from 'node:timers/promises';
import { spawnFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { atMost, noted, type Bench } from './bench.ts';
import { startBenchStack } from './bench-stack.ts';
import { runEval } from './run-eval.ts';
import { ENDPOINT, textLoadArguments } from './text-load.ts';

const DOCUMENTS = 2_000;

export const killBench: Bench = {
  name: 'kill',
  summary: 'the endpoint run with every worker killed half-way and the stack started again',
  async run() {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      const args = textLoadArguments(stack, endpoint, DOCUMENTS);
      const { runId } = await runEval(stack, [...args, '--detach']);
      while ((await endpoint.stats()).answered < DOCUMENTS / 2) await delay(5);
      const killedAtMs = performance.now();
      await stack.killWorkers();
      await stack.start();
      const startedMs = performance.now() - killedAtMs;
      await stack.client.workflow.getHandle(`evaluate/${runId}`).result();
      const endedMs = performance.now() - killedAtMs;
      const { requests, answeredAgain, prompts } = await endpoint.stats();
      if (prompts !== DOCUMENTS) throw new Error(`Only ${prompts} documents were asked.`);
      return [
        atMost('answered requests sent again', answeredAgain, 64, {
          unit: '',
          beside: 'Inspect 7, lm-eval 38, lmms-eval all (about 1,010)',
        }),
        noted('requests in all', String(requests), `${DOCUMENTS} without a kill`),
        noted('kill to new worker ready', `${(startedMs / 1000).toFixed(1)} s`),
        noted('kill to results', `${(endedMs / 1000).toFixed(1)} s`),
      ];
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};
