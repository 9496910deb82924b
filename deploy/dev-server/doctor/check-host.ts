import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { storeUrl } from '../data-paths.ts';
import { freeBytes } from '../explain-disk-error.ts';
import type { Finding } from './doctor-check.ts';

const GIBIBYTE = 1024 ** 3;
/** `require` of ES modules, which Temporal's loader needs for our files, came with this release. */
const OLDEST_NODE = [20, 19] as const;

export function checkNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough =
    major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isNewEnough) return { status: 'ok', found: `v${version}` };
  const remedy = `Install Node ${OLDEST_NODE.join('.')} or newer from https://nodejs.org.`;
  return { status: 'problem', found: `v${version}`, remedy };
}

export function checkHardware(): Finding {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const [free, total] = [freemem() / GIBIBYTE, totalmem() / GIBIBYTE];
  const found = `${availableParallelism()} cores (${model}), ${free.toFixed(1)} of ${total.toFixed(1)} GiB memory free`;
  if (free >= 1.5) return { status: 'ok', found };
  return {
    status: 'warning',
    found,
    remedy: 'The server, a worker and the fixture model take about 1.5 GiB; free some memory.',
  };
}

export async function checkFreeDisk(directory: string, neededGibibytes: number): Promise<Finding> {
  const free = await freeBytes(directory);
  if (free === undefined) return { status: 'warning', found: `${directory}: cannot be told` };
  const found = `${(free / GIBIBYTE).toFixed(1)} GiB free for ${directory}`;
  if (free >= neededGibibytes * GIBIBYTE) return { status: 'ok', found };
  return {
    status: free < 64 * 1024 ** 2 ? 'problem' : 'warning',
    found,
    remedy: `Free at least ${neededGibibytes} GiB, or choose another disk with ASSAY_DATA_DIR or ASSAY_CACHE_DIR.`,
  };
}

export async function checkStore(dataDirectory: string): Promise<Finding> {
  const url = storeUrl(dataDirectory);
  try {
    if (existsSync(dataDirectory)) {
      await writeProbe(dataDirectory);
      return { status: 'ok', found: `${url} is writable` };
    }
    await access(nearestFolder(dataDirectory), constants.W_OK);
    return { status: 'ok', found: `${url} will be created` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return {
      status: 'problem',
      found: `${url} is not writable (${code})`,
      remedy: 'Give this user write permission there, or set ASSAY_DATA_DIR to another folder.',
    };
  }
}

async function writeProbe(directory: string): Promise<void> {
  const folder = await mkdtemp(join(directory, '.doctor-'));
  try {
    await writeFile(join(folder, 'probe'), 'probe', { flush: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
