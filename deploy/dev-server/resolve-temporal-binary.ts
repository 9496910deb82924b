import { join } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';
import { cacheDirectoryFrom } from './cache-directory.ts';
import { downloadTemporal } from './download-temporal.ts';
import { withFileLock } from './file-lock.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { installGoTool } from './install-go-tool.ts';
import type { Log } from './log.ts';
import { readTemporalVersion } from './temporal-version.ts';

export interface TemporalBinary {
  readonly path: string;
  readonly source: 'path' | 'cache' | 'download' | 'go-install';
  readonly serverVersion: string;
}

export interface ResolveTemporalOptions {
  readonly log: Log;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly cacheDirectory?: string;
  /** A test gives a local server. */
  readonly downloadOrigin?: string;
}

/** The newest release that `go install` accepts: later ones depend on a module that is not published. */
export const TEMPORAL_CLI_VERSION = 'v1.5.1';
const TEMPORAL_CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal';

/** Finds the Temporal CLI, or installs it once into the user's cache. */
export async function resolveTemporalBinary(
  options: ResolveTemporalOptions,
): Promise<TemporalBinary> {
  const found = await findTemporalBinary(options);
  if (found !== undefined) return found;
  const cacheDirectory = cacheOf(options);
  // Longer than the build itself may take, and shared by download and build: one process installs.
  const lock = {
    path: join(cacheDirectory, 'locks', 'temporal-install.lock'),
    purpose: 'installs the Temporal CLI',
    log: options.log,
    timeoutMs: 45 * 60_000,
  };
  return withFileLock(lock, async () => {
    const installed = await findTemporalBinary(options);
    return installed ?? (await install(cacheDirectory, options));
  });
}

/** Looks only where the CLI may already be: PATH, then the cache. */
export async function findTemporalBinary(
  options: ResolveTemporalOptions,
): Promise<TemporalBinary | undefined> {
  const environment = options.environment ?? process.env;
  const onPath = await findOnPath('temporal', environment['PATH'] ?? '');
  const candidates = [
    ...(onPath === undefined ? [] : [{ path: onPath, source: 'path' as const }]),
    { path: join(cacheOf(options), 'bin', 'temporal'), source: 'cache' as const },
  ];
  for (const candidate of candidates) {
    if (!(await isExecutable(candidate.path))) continue;
    const version = await readTemporalVersion(candidate.path);
    if (version.objection === undefined) return { ...candidate, serverVersion: version.server };
    options.log(`Passing over ${candidate.path}: ${version.objection}.`);
  }
  return undefined;
}

async function install(
  cacheDirectory: string,
  options: ResolveTemporalOptions,
): Promise<TemporalBinary> {
  const { log } = options;
  const target = join(cacheDirectory, 'bin', 'temporal');
  const failures: string[] = [];
  const attempt = async (source: 'download' | 'go-install', work: () => Promise<unknown>) => {
    try {
      await work();
      const version = await readTemporalVersion(target);
      if (version.objection === undefined) {
        return { path: target, source, serverVersion: version.server };
      }
      failures.push(`${target} was installed, but ${version.objection}.`);
    } catch (error) {
      // A full disk stops every way; trying the next one would only hide the cause.
      if (error instanceof EvalError && error.code === 'store-full') throw error;
      failures.push(messageOf(error));
      log(`${messageOf(error)} Trying the next way.`);
    }
    return undefined;
  };
  const origin = options.downloadOrigin;
  const binary =
    (await attempt('download', () =>
      downloadTemporal({
        version: TEMPORAL_CLI_VERSION,
        target,
        log,
        ...(origin === undefined ? {} : { origin }),
      }),
    )) ?? (await attempt('go-install', () => buildWithGo(cacheDirectory, options)));
  if (binary !== undefined) return binary;
  throw new EvalError('tool-missing', missingSentence(target, failures));
}

async function buildWithGo(
  cacheDirectory: string,
  options: ResolveTemporalOptions,
): Promise<string> {
  const go = await findOnPath('go', (options.environment ?? process.env)['PATH'] ?? '');
  if (go === undefined) throw new EvalError('tool-missing', 'Go is not on PATH.');
  return installGoTool({
    module: TEMPORAL_CLI_MODULE,
    version: TEMPORAL_CLI_VERSION,
    binary: 'temporal',
    cacheDirectory,
    log: options.log,
    go,
    isUsable: async (path) =>
      (await isExecutable(path)) && (await readTemporalVersion(path)).objection === undefined,
  });
}

function missingSentence(target: string, failures: readonly string[]): string {
  return [
    'No Temporal server was found and none could be installed. Any one of these helps:',
    '- point TEMPORAL_ADDRESS (or TEMPORAL_PROFILE) at a running Temporal server;',
    '- put the `temporal` CLI 1.5.1 or newer on PATH (https://docs.temporal.io/cli);',
    `- copy that program to ${target};`,
    '- allow a download from https://temporal.download;',
    '- install Go 1.25 or newer, and it is built from source (4 to 7 minutes, once).',
    'What was tried:',
    ...failures.map((failure) => `- ${failure}`),
  ].join('\n');
}

function cacheOf(options: ResolveTemporalOptions): string {
  return options.cacheDirectory ?? cacheDirectoryFrom(options.environment);
}
