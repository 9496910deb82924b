import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseS3Url } from '../../activities/artifacts/s3-options.ts';
import { EvalError } from '../../core/errors.ts';
import { hasPassword, passwordInUrl } from './secret-names.ts';

/** A store as people name it (a folder, `file://…`, `s3://bucket/prefix`) as one absolute URL. */
export function storeUrl(given: string, workingDirectory: string, flag: string): string {
  if (hasPassword(given)) throw passwordInUrl(flag);
  if (given.trim() === '') {
    throw new EvalError('spec-invalid', `${flag} takes a folder or a URL, but got an empty text.`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return folderUrl(resolve(workingDirectory, given));
  if (scheme === 's3') return parseS3Url(`s3${given.slice(2)}`, {}).url.replace(/\/+(?=\?|$)/, '');
  if (scheme === 'file') {
    const path = decodeURIComponent(given.slice('file://'.length));
    return folderUrl(resolve(workingDirectory, path));
  }
  throw new EvalError(
    'spec-invalid',
    `${flag} takes a folder, file:///folder or s3://bucket/prefix, but got "${given.slice(0, 120)}".`,
  );
}

function folderUrl(path: string): string {
  return pathToFileURL(path).href.replace(/\/+$/, '');
}
