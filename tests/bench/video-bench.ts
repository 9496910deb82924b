import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { withVideoFrames } from '../../activities/media/video/read-video.ts';
import { atLeast, atMost, median, noted, type Bench, type Figure } from './bench.ts';
import { cpuMs, peakMemoryMb } from './process-usage.ts';
import { CLIP_NAMES, makeClip } from './video-clips.ts';
import { installReaders, openReader, type OtherReader, type Reading } from './video-readers.ts';

const ROUNDS = 5;
const IN_FLIGHT = 8;
const ALL = 1_000_000;

const REQUESTS = [
  { name: '8 frames', options: { frames: 8 }, isSampled: true },
  { name: '32 frames', options: { frames: 32 }, isSampled: true },
  { name: 'fps=1', options: { frames: 1000, fps: 1 }, isSampled: true },
  { name: 'all frames', options: { frames: ALL }, isSampled: false },
];

/** ASSAY_BENCH_CLIPS chooses clips by name, separated by commas. */
export const videoBench: Bench = {
  name: 'video',
  summary: 'frames of two minutes of 640 × 480 beside PyAV and TorchCodec: CPU time and exactness',
  async run(say) {
    const { python, hasTorchCodec } = await installReaders(say);
    const kinds = ['pyav-seek', 'pyav-sequential', ...(hasTorchCodec ? ['torchcodec'] : [])];
    const chosen = process.env['ASSAY_BENCH_CLIPS']?.split(',') ?? CLIP_NAMES;
    // First, while this process itself holds nothing else.
    const figures = [await memory(await makeClip(chosen[0]!, say))];
    const readers: OtherReader[] = [];
    try {
      for (const kind of kinds) {
        for (const threads of [1, 8]) readers.push(await openReader(python, kind, threads));
      }
      for (const clip of chosen) {
        const path = await makeClip(clip, say);
        for (const request of REQUESTS) {
          figures.push(...(await compare(say, readers, { clip, path, ...request })));
        }
      }
    } finally {
      for (const reader of readers) reader.close();
    }
    return figures;
  },
};

interface Comparison {
  readonly clip: string;
  readonly path: string;
  readonly name: string;
  readonly options: { readonly frames: number; readonly fps?: number };
  readonly isSampled: boolean;
}

/** In every round each reader once, so that what else the machine does falls on all of them. */
async function compare(
  say: (message: string) => void,
  readers: readonly OtherReader[],
  { clip, path, name, options, isSampled }: Comparison,
): Promise<Figure[]> {
  const label = `${clip}, ${name}`;
  const taking = readers.filter((reader) => isSampled || !reader.name.startsWith('pyav-seek'));
  const readings = new Map<string, Reading[]>([['assay', []]]);
  let different = 0;
  // Round 0 makes caches and processes warm.
  for (let round = 0; round <= (isSampled ? ROUNDS : 2); round += 1) {
    const { reading, indices } = await readOurselves(path, options, isSampled);
    if (round > 0) readings.get('assay')!.push(reading);
    for (const reader of taking) {
      const other = await reader.read(path, isSampled ? indices : null);
      if (round > 0) readings.set(reader.name, [...(readings.get(reader.name) ?? []), other]);
      if (reader.name !== 'pyav-sequential, 1 threads') continue;
      different += other.digests.filter((one, place) => one !== reading.digests[place]).length;
    }
    say(`${label}: round ${round}`);
  }
  const medianOf = (reader: string, what: 'cpuMs' | 'wallMs') =>
    median(readings.get(reader)!.map((reading) => reading[what]));
  const shown = [...readings.keys()].map((reader) => {
    const [cpu, wall] = [medianOf(reader, 'cpuMs'), medianOf(reader, 'wallMs')];
    return noted(`${label}: ${reader}`, `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms`);
  });
  const bestOf = (kind: string) =>
    Math.min(
      ...taking
        .filter((one) => one.name.startsWith(kind))
        .map((one) => medianOf(one.name, 'cpuMs')),
    );
  const ratio = (kind: string) => bestOf(kind) / medianOf('assay', 'cpuMs');
  const isBound = isSampled && !clip.startsWith('vp9') && !clip.startsWith('noise');
  const times = { unit: '×', digits: 2 };
  const figures = [...shown];
  if (isSampled) {
    figures.push(atMost(`${label}: frames unlike PyAV's`, different, 0, { unit: '' }));
  }
  figures.push(
    isBound
      ? atLeast(`${label}: CPU of PyAV's best over ours`, ratio('pyav'), 2, times)
      : noted(`${label}: CPU of PyAV's best over ours`, `${ratio('pyav').toFixed(2)} ×`),
  );
  if (taking.some((one) => one.name.startsWith('torchcodec'))) {
    const bound = isBound ? 1.5 : 1;
    const what = `${label}: CPU of TorchCodec's best over ours`;
    figures.push(
      clip.startsWith('noise')
        ? noted(what, `${ratio('torchcodec').toFixed(2)} ×`)
        : atLeast(what, ratio('torchcodec'), bound, times),
    );
  }
  return figures;
}

/** The time of this process and of all its decoders. */
async function readOurselves(
  path: string,
  options: { readonly frames: number; readonly fps?: number },
  isSampled: boolean,
): Promise<{ reading: Reading; indices: readonly number[] }> {
  const cpuBefore = ownCpuMs();
  const startedAt = performance.now();
  const { frames, indices } = await withVideoFrames(path, options, async (video) => {
    const kept: Uint8Array[] = [];
    for (let place = 0; place < video.count; place += 1) {
      const pixels = await video.frame(place);
      if (isSampled) kept.push(pixels);
    }
    return { frames: kept, indices: video.indices };
  });
  const wallMs = performance.now() - startedAt;
  const usedMs = ownCpuMs() - cpuBefore;
  const digests = frames.map((frame) => createHash('sha256').update(frame).digest('hex'));
  return { reading: { cpuMs: usedMs, wallMs, digests }, indices };
}

function ownCpuMs(): number {
  return [process.pid, ...children()].reduce((sum, pid) => sum + cpuMs(pid), 0);
}

/** Processes that this one started: decoders and the other readers, of which none works meanwhile. */
function children(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === process.pid);
}

function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return 0;
  }
}

/** Every process at its highest, which they need not have reached at the same moment. */
async function memory(path: string): Promise<Figure> {
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, () => withVideoFrames(path, { frames: 32 }, readAll)),
  );
  const total = [process.pid, ...children().filter(isDecoder)].reduce(
    (sum, pid) => sum + peakMemoryMb(pid),
    0,
  );
  return atMost(`peak memory of all processes, ${IN_FLIGHT} decodes in flight`, total, 800, {
    unit: 'MB',
  });
}

async function readAll(video: {
  readonly count: number;
  frame(place: number): Promise<Uint8Array>;
}): Promise<void> {
  for (let place = 0; place < video.count; place += 1) await video.frame(place);
}

function isDecoder(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('decoder-process');
}
