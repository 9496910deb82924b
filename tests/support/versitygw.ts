import { join } from 'node:path';
import { cacheDirectoryFrom } from '../../deploy/dev-server/cache-directory.ts';
import { findOnPath, isExecutable } from '../../deploy/dev-server/find-on-path.ts';
import { installGoTool } from '../../deploy/dev-server/install-go-tool.ts';

/** Path of versitygw: on PATH, in the cache, or built now with Go; undefined where Go is missing. */
export async function findVersityGateway(): Promise<string | undefined> {
  const onPath = await findOnPath('versitygw');
  if (onPath !== undefined) return onPath;
  const cacheDirectory = cacheDirectoryFrom();
  const cached = join(cacheDirectory, 'bin', 'versitygw');
  if (await isExecutable(cached)) return cached;
  const go = await findOnPath('go');
  if (go === undefined) return undefined;
  return installGoTool({
    module: 'github.com/versity/versitygw/cmd/versitygw',
    version: 'v1.8.0',
    binary: 'versitygw',
    cacheDirectory,
    go,
    log: (message) => process.stderr.write(`[s3] ${message}\n`),
  });
}
