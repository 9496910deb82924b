import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mediaFromBytes } from '../../activities/datasets/media-from-bytes.ts';
import { createMediaService } from '../../activities/media/media-service.ts';
import { makeAvi } from '../support/make-avi.ts';
import { spawnFakeEndpoint, type SpawnedFakeEndpoint } from '../support/spawn-fake-endpoint.ts';
import { atLeast, atMost, median, noted, type Bench, type Figure } from './bench.ts';
import { startBenchStack, type BenchStack } from './bench-stack.ts';
import { writePictures, writePictureTask } from './media-load.ts';
import { runEval } from './run-eval.ts';
import { CONCURRENCY, ENDPOINT, requestPhaseMs } from './text-load.ts';

const PICTURES = 300;
const ROUNDS = 5;
const FRAMES = 8;
const USES = 30;

export const mediaBench: Bench = {
  name: 'media',
  summary: `${PICTURES} pictures of 512x512 to an endpoint that answers after 20 ms; frames used again`,
  async run(say) {
    const endpoint = await spawnFakeEndpoint(ENDPOINT);
    const stack = await startBenchStack();
    try {
      const folder = join(stack.folder, 'pictures');
      await writePictures(folder, PICTURES);
      writePictureTask(folder, 'bench_pictures', PICTURES);
      // The endpoint's own code must be warm before anybody is measured.
      await bareLoop(endpoint, folder);
      const rounds: { bare: number; assay: number }[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        // A bare loop before and after, so that neither side has the quieter machine.
        const before = await bareLoop(endpoint, folder);
        const assay = await evaluate(stack, endpoint, folder);
        const bare = Math.max(before, await bareLoop(endpoint, folder));
        rounds.push({ bare, assay });
        say(`round ${round} of ${ROUNDS}: ${JSON.stringify(rounds.at(-1))}`);
      }
      return [
        noted('bare loop', `${Math.round(median(rounds.map(({ bare }) => bare)))} docs/s`),
        noted(
          'Assay from first request to last answer',
          `${Math.round(median(rounds.map(({ assay }) => assay)))} docs/s`,
          'lmms-eval 13',
        ),
        atLeast(
          'the same, of the bare loop',
          median(rounds.map(({ bare, assay }) => assay / bare)),
          0.85,
          { unit: '×', digits: 2 },
        ),
        noted('worker memory at its peak', `${Math.round(stack.workerMemoryMb())} MB`),
        ...(await framesAgain()),
      ];
    } finally {
      await stack.stop();
      await endpoint.stop();
    }
  },
};

/** Pictures answered per second, as the endpoint saw them. */
async function bareLoop(endpoint: SpawnedFakeEndpoint, folder: string): Promise<number> {
  await endpoint.resetStats();
  const script = fileURLToPath(new URL('./bare-media-process.ts', import.meta.url));
  const args = [endpoint.baseUrl, folder, String(PICTURES), String(CONCURRENCY)];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  return ratePerS(await endpoint.resetStats());
}

async function evaluate(
  stack: BenchStack,
  endpoint: SpawnedFakeEndpoint,
  folder: string,
): Promise<number> {
  await endpoint.resetStats();
  const model = `model=fake-model,base_url=${endpoint.baseUrl},num_concurrent=${CONCURRENCY}`;
  const tasks = ['--tasks', 'bench_pictures', '--include_path', folder];
  await runEval(stack, ['--model', 'openai_compatible', '--model_args', model, ...tasks]);
  return ratePerS(await endpoint.resetStats());
}

function ratePerS(stats: Awaited<ReturnType<SpawnedFakeEndpoint['stats']>>): number {
  if (stats.prompts !== PICTURES) {
    throw new Error(`The endpoint saw ${stats.prompts} pictures, not ${PICTURES}.`);
  }
  return (PICTURES / requestPhaseMs(stats)) * 1000;
}

/** Each use by a service of its own, as another model's worker would. */
async function framesAgain(): Promise<Figure[]> {
  const cacheFolder = mkdtempSync(join(tmpdir(), 'assay-bench-frames-'));
  const film = mediaFromBytes(
    makeAvi({
      width: 640,
      height: 480,
      fps: 2,
      frames: Array.from({ length: 16 }, (_, index) => [index * 15, 40, 80] as const),
      grain: (frame, byte) => Math.imul(byte + frame, 2_654_435_761) >>> 29,
    }),
  );
  const wish = {
    frames: FRAMES,
    maxPixels: 151_200,
    grid: 28,
    format: 'png',
    quality: 85,
  } as const;
  const use = async (): Promise<number> => {
    const service = createMediaService({ cacheFolder, maxCacheBytes: 1024 ** 3 });
    const startedMs = performance.now();
    await service.frames(film, wish);
    service.close();
    return performance.now() - startedMs;
  };
  try {
    const first = await use();
    const times: number[] = [];
    for (let time = 0; time < USES; time += 1) times.push(await use());
    return [
      noted(`${FRAMES} frames, first use`, `${first.toFixed(0)} ms`),
      atMost(`${FRAMES} frames, second use`, median(times), 10, { unit: 'ms', digits: 1 }),
    ];
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}
