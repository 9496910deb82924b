import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EvalError } from '../../core/errors.ts';
import { explainDiskError } from './explain-disk-error.ts';
import { withFileLock } from './file-lock.ts';
import { isExecutable } from './find-on-path.ts';
import type { Log } from './log.ts';
import { runCommand } from './run-command.ts';

export interface GoToolOptions {
  /** Import path of the main package, e.g. `github.com/temporalio/cli/cmd/temporal`. */
  readonly module: string;
  /** Exact tag, e.g. `v1.5.1`. */
  readonly version: string;
  /** File name under `<cacheDirectory>/bin`. */
  readonly binary: string;
  readonly cacheDirectory: string;
  readonly log: Log;
  /** The `go` program; `go` on PATH unless a test says otherwise. */
  readonly go?: string;
  /** Judges a binary already in the cache; the default accepts any executable file. */
  readonly isUsable?: (path: string) => Promise<boolean>;
}

/** Two contended cores took under 7 minutes for Temporal, the largest of our tools. */
const BUILD_TIMEOUT_MS = 30 * 60_000;
const PROGRESS_MS = 15_000;
const WORK_PREFIX = '.build-';

/**
 * Builds a Go program once per user and returns its path. Two processes that ask at once build once;
 * a build that is interrupted leaves nothing under the final name.
 */
export async function installGoTool(options: GoToolOptions): Promise<string> {
  const target = join(options.cacheDirectory, 'bin', options.binary);
  const isUsable = options.isUsable ?? isExecutable;
  if (await isUsable(target)) return target;
  const lock = {
    path: join(options.cacheDirectory, 'locks', `${options.binary}.lock`),
    purpose: `installs ${options.binary}`,
    log: options.log,
  };
  return withFileLock(lock, async () => {
    if (await isUsable(target)) return target;
    await build(options, target);
    return target;
  });
}

async function build(options: GoToolOptions, target: string): Promise<void> {
  const { module, version, binary, log } = options;
  const binDirectory = join(options.cacheDirectory, 'bin');
  const workDirectory = await prepare(binDirectory);
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  log(`Building ${binary} with go install ${module}@${version}: once, up to 7 minutes.`);
  const ticker = setInterval(() => log(`Building ${binary}: ${seconds()} s.`), PROGRESS_MS);
  try {
    const result = await runCommand(
      options.go ?? 'go',
      // Without symbol tables the Temporal binary is 40 MB smaller and links faster.
      ['install', '-ldflags=-s -w', `${module}@${version}`],
      { timeoutMs: BUILD_TIMEOUT_MS, environment: { ...process.env, GOBIN: workDirectory } },
    );
    if (result.exitCode !== 0) throw buildFailed(options, result);
    const built = join(workDirectory, (await readdir(workDirectory))[0] ?? binary);
    await chmod(built, 0o755);
    await rename(built, target);
    log(`Built ${binary} in ${seconds()} s; kept as ${target}.`);
  } finally {
    clearInterval(ticker);
    await rm(workDirectory, { recursive: true, force: true });
  }
}

/** The lock is held, so every work folder found here was left by a build that was killed. */
async function prepare(binDirectory: string): Promise<string> {
  try {
    await mkdir(binDirectory, { recursive: true });
    for (const name of await readdir(binDirectory)) {
      if (!name.startsWith(WORK_PREFIX)) continue;
      await rm(join(binDirectory, name), { recursive: true, force: true });
    }
    return await mkdtemp(join(binDirectory, WORK_PREFIX));
  } catch (error) {
    throw explainDiskError(error, 'prepare the tool cache', binDirectory);
  }
}

function buildFailed(
  options: GoToolOptions,
  result: Awaited<ReturnType<typeof runCommand>>,
): EvalError {
  const { binary, module, version } = options;
  if (result.startFailure !== undefined) {
    return new EvalError(
      'tool-missing',
      `Cannot build ${binary}: Go could not be started (${result.startFailure}). Install Go from https://go.dev/dl, or put ${binary} on PATH.`,
    );
  }
  const lastLines = result.stderr.trim().split('\n').slice(-8).join('\n');
  if (/no space left on device/i.test(lastLines)) {
    return new EvalError(
      'store-full',
      `Cannot build ${binary}: the disk is full. Free about 3 GB for the Go build cache, then run the same command again.\n${lastLines}`,
    );
  }
  const outcome = result.timedOut
    ? 'ran out of time'
    : `exited with ${result.exitCode ?? 'a signal'}`;
  return new EvalError(
    'tool-missing',
    `Cannot build ${binary}: go install ${module}@${version} ${outcome}. Check the network or GOPROXY, or put ${binary} on PATH.\n${lastLines}`,
  );
}
