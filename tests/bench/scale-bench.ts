import { measureHistories } from '../support/measure-histories.ts';
import { spawnFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { atMost, median, noted, type Bench } from './bench.ts';
import { startBenchStack } from './bench-stack.ts';
import { ENDPOINT, requestPhaseMs, runTextLoad, type TextRun } from './text-load.ts';

const SMALL = 2_000;
const LARGE = 100_000;
const SMALL_RUNS = 3;

export const scaleBench: Bench = {
  name: 'scale',
  summary: '100,000 text documents at the same endpoint, beside 2,000',
  async run(say) {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      // The first run of a new worker pays for its start; it is not one of those compared.
      await runTextLoad(stack, endpoint, SMALL);
      const small: Cost[] = [];
      for (let run = 0; run < SMALL_RUNS; run += 1) {
        small.push(costOf(await runTextLoad(stack, endpoint, SMALL), SMALL));
        say(`${SMALL} documents: ${JSON.stringify(small.at(-1))}`);
      }
      const before = stack.cpuMs();
      const run = await runTextLoad(stack, endpoint, LARGE);
      const after = stack.cpuMs();
      const large = costOf(run, LARGE);
      say(`${LARGE} documents: ${JSON.stringify(large)}`);
      const histories = await measureHistories(stack.client, run.runId);
      const ratioOf = (name: keyof Cost) => large[name] / median(small.map((cost) => cost[name]));
      const cpuPerDocument = (part: 'server' | 'workers') => (after[part] - before[part]) / LARGE;
      const ratio = { unit: '×', digits: 2 };
      return [
        noted('2,000: request phase', `${perDocument(small, 'requestPhaseMs')} ms/doc`),
        noted('100,000: request phase', `${large.requestPhaseMs.toFixed(3)} ms/doc`, 'limit 0.313'),
        atMost(
          'request phase per document, 100,000 to 2,000',
          ratioOf('requestPhaseMs'),
          1.2,
          ratio,
        ),
        noted('2,000: first request to results', `${perDocument(small, 'afterStartMs')} ms/doc`),
        noted('100,000: first request to results', `${large.afterStartMs.toFixed(3)} ms/doc`),
        atMost('first request to results, 100,000 to 2,000', ratioOf('afterStartMs'), 1.2, ratio),
        noted(
          '100,000: the whole command',
          `${((run.endedAtMs - run.startedAtMs) / 1000).toFixed(1)} s`,
        ),
        noted('Temporal server', `${cpuPerDocument('server').toFixed(3)} ms CPU/doc`),
        noted('worker, requests included', `${cpuPerDocument('workers').toFixed(3)} ms CPU/doc`),
        atMost('events of the longest history', histories.mostEvents, 4095, { unit: '' }),
        atMost('largest payload', histories.largestPayloadBytes, 10_000, { unit: 'bytes' }),
        atMost('worker memory at its peak', stack.workerMemoryMb(), 600, { unit: 'MB' }),
      ];
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};

/** Per document. The second leaves out what is the same for any count: all before the first request. */
interface Cost {
  readonly requestPhaseMs: number;
  readonly afterStartMs: number;
}

function costOf({ stats, endedAtMs }: TextRun, documents: number): Cost {
  return {
    requestPhaseMs: requestPhaseMs(stats) / documents,
    afterStartMs: (endedAtMs - stats.firstRequestAtMs!) / documents,
  };
}

function perDocument(costs: readonly Cost[], name: keyof Cost): string {
  return median(costs.map((cost) => cost[name])).toFixed(3);
}
