import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { writeTextTask } from '../support/text-task.ts';
import { bareLoop } from './bare-loop.ts';
import { atLeast, atMost, median, noted, type Bench, type Figure } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { peakMemoryMb } from './peak-memory.ts';
import { requestPhaseMs } from './request-phase.ts';
import { runEval } from './run-eval.ts';

export const DOCUMENTS = 2_000;
export const LATENCY_MS = 20;
export const CONCURRENCY = 64;
export const ENDPOINT = { latencyMs: LATENCY_MS, streamChunks: 3 };
/** Other programs share the machine, so every figure is the median of a few rounds. */
const ROUNDS = 3;
const LIMIT_PER_S = (CONCURRENCY / LATENCY_MS) * 1000;

export const endpointBench: Bench = {
  name: 'endpoint',
  summary: '2,000 text documents at an endpoint that answers after 20 ms, 64 at once',
  async run(say) {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      const include = writeTextTask(stack.folder, { name: 'bench_text', documents: DOCUMENTS });
      // The endpoint's own code must be warm before anybody is measured.
      await bareLoop(endpoint, { documents: DOCUMENTS, concurrency: CONCURRENCY }, 'stream');
      const rounds: Round[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        rounds.push(await measureRound(endpoint, stack, include));
        say(`round ${round}: ${JSON.stringify(rounds.at(-1))}`);
      }
      return figuresOf(
        rounds,
        Math.max(...stack.workerPids().map((pid) => peakMemoryMb(pid) ?? 0)),
      );
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};

interface Round {
  readonly barePerS: number;
  readonly assayPerS: number;
  readonly wholeS: number;
  readonly firstRequestS: number;
  readonly cliStartS: number;
}

export function endpointArguments(endpoint: SpawnedFakeEndpoint, include: string): string[] {
  const model = `model=fake-model,base_url=${endpoint.baseUrl},num_concurrent=${CONCURRENCY}`;
  return [
    ['--model', 'openai_compatible', '--model_args', model],
    ['--tasks', 'bench_text', '--include_path', include],
  ].flat();
}

async function measureRound(
  endpoint: SpawnedFakeEndpoint,
  stack: BenchStack,
  include: string,
): Promise<Round> {
  const load = { documents: DOCUMENTS, concurrency: CONCURRENCY };
  const bare = [await bareLoop(endpoint, load, 'whole'), await bareLoop(endpoint, load, 'stream')];
  const run = await runEval(stack, endpointArguments(endpoint, include));
  const stats = await endpoint.resetStats();
  if (stats.answered !== DOCUMENTS) throw new Error(`${stats.answered} answers, not ${DOCUMENTS}.`);
  return {
    barePerS: Math.round(Math.max(...bare)),
    assayPerS: Math.round((DOCUMENTS / requestPhaseMs(stats)) * 1000),
    wholeS: (run.endedAtMs - run.startedAtMs) / 1000,
    firstRequestS: (stats.firstRequestAtMs! - run.startedAtMs) / 1000,
    cliStartS: (run.submittedAtMs - run.startedAtMs) / 1000,
  };
}

function figuresOf(rounds: readonly Round[], memoryMb: number): Figure[] {
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  const ratio = median(rounds.map((round) => round.assayPerS / round.barePerS));
  const peers = 'lm-eval 8.8 s, lmms-eval 20–23 s, Inspect 30–40 s';
  return [
    noted('bare loop', `${of('barePerS')} docs/s`, `limit ${LIMIT_PER_S} docs/s`),
    noted('Assay, request phase', `${of('assayPerS')} docs/s`, 'lm-eval 2,370, lmms-eval 295–410'),
    atLeast('request phase, of the bare loop', ratio, 0.85, { unit: '×', digits: 2 }),
    noted('command start to submitted', `${of('cliStartS').toFixed(2)} s`),
    atMost('command start to first request', of('firstRequestS'), 2, { unit: 's', digits: 2 }),
    atMost('command start to results on disk', of('wholeS'), 4.4, {
      unit: 's',
      digits: 2,
      beside: peers,
    }),
    atMost('worker memory at its peak', memoryMb, 600, {
      unit: 'MB',
      beside: 'lmms-eval 1,100 MB',
    }),
  ];
}
