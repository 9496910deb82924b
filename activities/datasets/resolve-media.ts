import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import type { OpenFile } from './byte-source.ts';
import type { MediaPlaces } from './media-places.ts';
import { missingMedia } from './missing-media.ts';
import { mediaFromBytes } from './media-from-bytes.ts';
import { mediaFromSource } from './media-from-source.ts';
import type { OpenUrl } from './url-media.ts';

export interface ResolveMediaOptions {
  readonly openFile: OpenFile;
  /** The folder a dataset's paths may not leave. */
  readonly root: string;
  /** Where a file may be that is not in that folder, such as unpacked archives. */
  readonly places?: MediaPlaces | undefined;
  /** Reads what is named by URL; absent: nothing is. */
  readonly openUrl?: OpenUrl | undefined;
}

/**
 * A path in a dataset's cell as a medium. The path is data, so it is held inside the dataset's own
 * folder (links followed); a URL is read only where the operator allows its host.
 */
export async function resolveMedia(path: string, options: ResolveMediaOptions): Promise<Media> {
  const embedded = /^data:[\w/+.-]+;base64,/.exec(path);
  if (embedded !== null) {
    return mediaFromBytes(Buffer.from(path.slice(embedded[0].length), 'base64'));
  }
  if (/^https?:\/\//i.test(path) && options.openUrl !== undefined) {
    return openByUrl(path, options.openUrl, options.openFile);
  }
  try {
    return await openMedia(await locate(path, options.root), options);
  } catch (error) {
    // A path that points out of the data folder is an attack on the task, not a bad document.
    if (!isMissing(error)) throw error;
    return openElsewhere(path, options, error);
  }
}

/** A server that is down or not allowed fails the documents that name it, and no others. */
async function openByUrl(url: string, openUrl: OpenUrl, openFile: OpenFile): Promise<Media> {
  try {
    return await openUrl(url, openFile);
  } catch (error) {
    if (!isEvalError(error) || !error.code.startsWith('media-')) throw error;
    return missingMedia(kindByName(url), url, error);
  }
}

async function openElsewhere(
  path: string,
  options: ResolveMediaOptions,
  cause: EvalError,
): Promise<Media> {
  const found = await options.places?.find(path);
  if (found === undefined) return missingMedia(kindByName(path), path, cause);
  if ('location' in found) return openMedia(found.location, options);
  if ('open' in found) return mediaFromSource(found.open, kindByName(path));
  const error = new EvalError(
    'media-unreadable',
    `Cannot open the media file ${JSON.stringify(path.slice(0, 120))} named by a document: ${found.looked}.`,
    { cause, data: { isMissing: true } },
  );
  return missingMedia(kindByName(path), path, error);
}

function isMissing(error: unknown): error is EvalError {
  return isEvalError(error) && error.data['isMissing'] === true;
}

async function openMedia(location: string, { openFile }: ResolveMediaOptions): Promise<Media> {
  const kind = kindByName(splitQuery(location).path);
  const media = await mediaFromSource(() => openFile(location), kind);
  return isAbsolute(location) ? { ...media, file: location } : media;
}

/** The folder media paths of a data file start at; an s3:// one keeps its connection options. */
export function mediaRoot(dataFile: string): string {
  if (!isRemote(dataFile)) return dirname(dataFile);
  const { path, query } = splitQuery(dataFile);
  return path.slice(0, path.lastIndexOf('/')) + query;
}

async function locate(path: string, root: string): Promise<string> {
  const parts = path.split(/[\\/]/);
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.includes('\0') || parts.includes('..')) {
    throw refused(path, root);
  }
  if (isRemote(root)) {
    // A question mark would begin connection options, which a dataset has no say in.
    if (path.startsWith('/') || path.includes('?')) throw refused(path, root);
    const { path: folder, query } = splitQuery(root);
    return `${folder}/${path}${query}`;
  }
  const joined = isAbsolute(path) ? path : join(root, path);
  const real = await realpath(joined).catch((error: unknown) => {
    throw missing(joined, 'it does not exist or cannot be read', error);
  });
  const realRoot = await realpath(root);
  if (!real.startsWith(realRoot + sep)) throw refused(path, root);
  // A pipe would make its reader wait for ever.
  if (!(await stat(real)).isFile()) throw missing(joined, 'it is no file');
  return real;
}

function missing(path: string, why: string, cause?: unknown): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot open the media file ${path} named by a document: ${why}.`,
    { cause, data: { isMissing: true } },
  );
}

function isRemote(location: string): boolean {
  return location.startsWith('s3://') || location.startsWith('hf://');
}

function splitQuery(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark) };
}

function refused(path: string, root: string): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot open the media ${JSON.stringify(path.slice(0, 120))} named by a document: only files inside ${root} are read. Move the file there, or set dataset_kwargs.media_root in the task's YAML.`,
  );
}
