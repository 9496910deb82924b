import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { bareLoop } from './bare-loop.ts';
import { atLeast, atMost, median, noted, type Bench, type Figure } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { ENDPOINT, LIMIT_PER_S, requestPhaseMs, runTextLoad } from './text-load.ts';

const DOCUMENTS = 2_000;
/** Other programs share the machine, so each figure is the median of some rounds. */
const ROUNDS = 5;

export const endpointBench: Bench = {
  name: 'endpoint',
  summary: '2,000 text documents, an endpoint that answers after 20 ms, 64 requests at once',
  async run(say) {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      // The endpoint's own code must be warm before anybody is measured.
      await bareLoop(endpoint, DOCUMENTS, 'stream');
      const rounds: Round[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        rounds.push(await measureRound(endpoint, stack));
        say(`round ${round} of ${ROUNDS}: ${JSON.stringify(rounds.at(-1))}`);
      }
      return figuresOf(rounds, stack.workerMemoryMb());
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};

interface Round {
  readonly barePerS: number;
  readonly assayPerS: number;
  readonly ratio: number;
  readonly submittedS: number;
  readonly firstRequestS: number;
  readonly resultsS: number;
}

/** A bare loop before and after, so that neither side has the quieter machine. */
async function measureRound(endpoint: SpawnedFakeEndpoint, stack: BenchStack): Promise<Round> {
  const whole = await bareLoop(endpoint, DOCUMENTS, 'whole');
  const run = await runTextLoad(stack, endpoint, DOCUMENTS);
  const streamed = await bareLoop(endpoint, DOCUMENTS, 'stream');
  const barePerS = Math.round(Math.max(whole, streamed));
  const assayPerS = Math.round((DOCUMENTS / requestPhaseMs(run.stats)) * 1000);
  const secondsTo = (momentMs: number) => (momentMs - run.startedAtMs) / 1000;
  return {
    barePerS,
    assayPerS,
    ratio: assayPerS / barePerS,
    submittedS: secondsTo(run.submittedAtMs),
    firstRequestS: secondsTo(run.stats.firstRequestAtMs!),
    resultsS: secondsTo(run.endedAtMs),
  };
}

function figuresOf(rounds: readonly Round[], memoryMb: number): Figure[] {
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  const first = rounds[0]!;
  const seconds = { unit: 's', digits: 2 };
  const wholePeers = 'lm-eval 8.8 s, lmms-eval 20–23 s, Inspect 30–40 s';
  return [
    noted('bare loop', `${of('barePerS')} docs/s`, `limit ${LIMIT_PER_S} docs/s`),
    noted(
      'Assay from first request to last answer',
      `${of('assayPerS')} docs/s`,
      'lm-eval 2,370, lmms-eval 295–410, Inspect 58–80',
    ),
    atLeast('the same, of the bare loop', of('ratio'), 0.85, { unit: '×', digits: 2 }),
    noted('the same, first run of a new worker', `${first.ratio.toFixed(2)} ×`),
    noted('command start to run submitted', `${of('submittedS').toFixed(2)} s`),
    atMost('command start to first request', of('firstRequestS'), 2, seconds),
    atMost('command start to results on disk', of('resultsS'), 4.4, {
      ...seconds,
      beside: wholePeers,
    }),
    noted('the same, first run of a new worker', `${first.resultsS.toFixed(2)} s`),
    atMost('worker memory at its peak', memoryMb, 600, {
      unit: 'MB',
      beside: 'lmms-eval 1,100 MB',
    }),
  ];
}
