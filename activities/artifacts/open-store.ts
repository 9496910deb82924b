import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { createFileStore } from './file-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { createS3Store } from './s3-store.ts';

/** `file:///folder`, a plain path, `s3://bucket/prefix?endpoint=…` or `memory://name`. */
export function openStore(url: string): ArtifactStore {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return createFileStore(pathOf(url));
  if (scheme === 'file') return createFileStore(pathOfFileUrl(url));
  if (scheme === 's3') return createS3Store(url);
  if (scheme === 'memory') return createMemoryStore(url.slice('memory://'.length) || 'default');
  throw new EvalError(
    'config-invalid',
    `Cannot use the artifact store ${JSON.stringify(url)}: the scheme "${scheme}://" is unknown. Use a folder, file:///folder, or s3://bucket/prefix.`,
  );
}

function pathOf(path: string): string {
  const withoutScheme = path.startsWith('file:') ? path.slice('file:'.length) : path;
  if (withoutScheme.trim() !== '' && !withoutScheme.includes('\0')) return resolve(withoutScheme);
  throw new EvalError(
    'config-invalid',
    `Cannot use the artifact store ${JSON.stringify(path)}: expected a folder, file:///folder, or s3://bucket/prefix.`,
  );
}

function pathOfFileUrl(url: string): string {
  try {
    return resolve(fileURLToPath(url));
  } catch (cause) {
    throw new EvalError(
      'config-invalid',
      `Cannot use the artifact store ${JSON.stringify(url)}: a file URL has three slashes and no host. Write file:///folder or a plain path.`,
      { cause },
    );
  }
}
