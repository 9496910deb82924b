import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { withFolderLock } from './s3-folder-lock.ts';

const run = promisify(execFile);
const MODULE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

/** What tests build or download is kept here, once per user. */
export function cacheFolder(): string {
  return (
    process.env['ASSAY_CACHE_DIR'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'assay')
  );
}

/** Path of versitygw: on PATH, in the cache, or built now with Go; undefined where Go is missing. */
export async function findVersityGateway(): Promise<string | undefined> {
  const onPath = await findOnPath('versitygw');
  if (onPath !== undefined) return onPath;
  const folder = join(cacheFolder(), 'bin');
  const cached = join(folder, 'versitygw');
  if (existsSync(cached)) return cached;
  const go = await findOnPath('go');
  if (go === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  return withFolderLock(`${cached}.lock`, async () => {
    if (!existsSync(cached)) await build(go, folder, cached);
    return cached;
  });
}

export async function findOnPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** Builds beside its place and moves it there whole, so that a broken build is never found. */
async function build(go: string, folder: string, target: string): Promise<void> {
  const version = (await run(go, ['version'])).stdout.trim();
  process.stderr.write(
    `[s3] building versitygw 1.8.0 with ${version}: 2 to 7 minutes, once per user\n`,
  );
  const temporary = join(folder, `.build-${process.pid}`);
  const startedAt = Date.now();
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    process.stderr.write(`[s3] still building versitygw (${seconds} s)\n`);
  }, 20_000);
  try {
    await mkdir(temporary, { recursive: true });
    await new Promise<void>((resolve, reject) => {
      const environment = { ...process.env, GOBIN: temporary, GOFLAGS: '-mod=mod' };
      const child = spawn(go, ['install', '-ldflags=-s -w', MODULE], {
        env: environment,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        code === 0
          ? resolve()
          : reject(new Error(`Cannot build versitygw: go install ended with ${code}.`)),
      );
    });
    await rename(join(temporary, 'versitygw'), target);
  } finally {
    clearInterval(progress);
    await rm(temporary, { recursive: true, force: true });
  }
}
