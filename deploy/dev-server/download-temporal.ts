import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EvalError, messageOf } from '../../core/errors.ts';
import { explainDiskError } from './explain-disk-error.ts';
import type { Log } from './log.ts';
import { runCommand } from './run-command.ts';

export interface DownloadOptions {
  /** Exact tag, e.g. `v1.5.1`. */
  readonly version: string;
  /** Final path of the program. */
  readonly target: string;
  readonly log: Log;
  /** Where Temporal publishes its CLI; a test gives a local server. */
  readonly origin?: string;
}

/** Short, because an offline machine has other ways and a person is waiting. */
const CONNECT_TIMEOUT_MS = 10_000;
/** The archive is about 90 MB; only a transfer that stands still is given up. */
const STALL_TIMEOUT_MS = 30_000;
const UNPACK_TIMEOUT_MS = 120_000;
const PROGRESS_MS = 15_000;

/** Fetches the official CLI archive, unpacks the one file that is needed and moves it into place. */
export async function downloadTemporal(options: DownloadOptions): Promise<void> {
  const url = archiveUrl(options);
  const folder = join(options.target, '..');
  await mkdir(folder, { recursive: true });
  const workDirectory = await mkdtemp(join(folder, '.download-'));
  try {
    const archive = join(workDirectory, 'temporal.tar.gz');
    options.log(`Downloading the Temporal CLI from ${url}`);
    await fetchTo(url, archive, options.log);
    const unpacked = join(workDirectory, 'temporal');
    const result = await runCommand('tar', ['-xzf', archive, '-C', workDirectory, 'temporal'], {
      timeoutMs: UNPACK_TIMEOUT_MS,
    });
    if (result.exitCode !== 0) {
      const reason = result.startFailure ?? (result.stderr.trim().slice(0, 200) || 'no output');
      throw new EvalError('tool-missing', `Cannot unpack ${url} with tar: ${reason}`);
    }
    await chmod(unpacked, 0o755);
    await rename(unpacked, options.target);
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
}

function archiveUrl({ origin = 'https://temporal.download', version }: DownloadOptions): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = new URLSearchParams({ platform: process.platform, arch: architecture });
  return `${origin}/cli/archive/${version}?${query.toString()}`;
}

async function fetchTo(url: string, path: string, log: Log): Promise<void> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error('no answer')), CONNECT_TIMEOUT_MS);
  let receivedBytes = 0;
  const megabytes = () => Math.round(receivedBytes / 1_000_000);
  const ticker = setInterval(() => log(`Downloading Temporal: ${megabytes()} MB.`), PROGRESS_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    clearTimeout(timer);
    const stall = setTimeout(() => abort.abort(new Error('it stalled')), STALL_TIMEOUT_MS);
    try {
      const count = async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          receivedBytes += chunk.byteLength;
          stall.refresh();
          yield chunk;
        }
      };
      await pipeline(Readable.from(count(response.body)), createWriteStream(path));
    } finally {
      clearTimeout(stall);
    }
  } catch (error) {
    if (isDiskFull(error)) throw explainDiskError(error, 'download the Temporal CLI', path);
    throw new EvalError(
      'tool-missing',
      `Cannot download ${url}: ${reasonOf(error, abort.signal)}`,
      {
        cause: error,
      },
    );
  } finally {
    clearTimeout(timer);
    clearInterval(ticker);
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

/** Node says only "fetch failed" and keeps the fact, such as ENOTFOUND, in the cause. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return messageOf(signal.reason);
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : messageOf(cause);
}
