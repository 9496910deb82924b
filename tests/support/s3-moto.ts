import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectoryFrom } from '../../deploy/dev-server/cache-directory.ts';
import { withFileLock } from '../../deploy/dev-server/file-lock.ts';
import { findOnPath } from '../../deploy/dev-server/find-on-path.ts';

/** Path of moto_server, installed from PyPI when first needed; undefined where Python is missing. */
export async function findMotoServer(): Promise<string | undefined> {
  const python = await findOnPath('python3');
  if (python === undefined) return undefined;
  const cache = cacheDirectoryFrom();
  const environment = join(cache, 'moto');
  const server = join(environment, 'bin', 'moto_server');
  await mkdir(cache, { recursive: true });
  const log = (message: string) => process.stderr.write(`[s3] ${message}\n`);
  const lock = { path: `${environment}.lock`, purpose: 'installs moto', log };
  await withFileLock(lock, async () => {
    if (existsSync(server)) return;
    process.stderr.write('[s3] installing moto[server] from PyPI: about a minute, once per user\n');
    await rm(environment, { recursive: true, force: true });
    await runToEnd(python, ['-m', 'venv', environment]);
    await runToEnd(join(environment, 'bin', 'pip'), ['install', '--quiet', 'moto[server]']);
  });
  process.stderr.write(
    '[s3] using moto instead of versitygw: it accepts any signature, so wrong credentials go unnoticed, and it keeps objects in memory only\n',
  );
  return server;
}

function runToEnd(program: string, arguments_: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, arguments_, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}.`)),
    );
  });
}
