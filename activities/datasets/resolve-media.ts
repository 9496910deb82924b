import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { Media } from '../../core/media.ts';
import { kindByName } from '../../core/named-media.ts';
import type { OpenFile } from './byte-source.ts';
import type { MediaPlaces } from './media-places.ts';
import { missingMedia } from './missing-media.ts';
import { mediaFromBytes } from './media-from-bytes.ts';
import { mediaFromSource } from './media-from-source.ts';

export interface ResolveMediaOptions {
  readonly openFile: OpenFile;
  /** The folder a dataset's paths may not leave. */
  readonly root: string;
  /** Where a file may be that is not in that folder, such as unpacked archives. */
  readonly places?: MediaPlaces | undefined;
}

/**
 * A path in a dataset's cell as a medium. The path is data, so it is held inside the dataset's own
 * folder (links followed), and nothing is fetched from the network.
 */
export async function resolveMedia(path: string, options: ResolveMediaOptions): Promise<Media> {
  const embedded = /^data:[\w/+.-]+;base64,/.exec(path);
  if (embedded !== null) {
    return mediaFromBytes(Buffer.from(path.slice(embedded[0].length), 'base64'));
  }
  try {
    return await openMedia(await locate(path, options.root), options);
  } catch (error) {
    // A path that points out of the data folder is an attack on the task, not a bad document.
    if (!isMissing(error)) throw error;
    return openElsewhere(path, options, error);
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

function openMedia(location: string, { openFile }: ResolveMediaOptions): Promise<Media> {
  return mediaFromSource(() => openFile(location), kindByName(splitQuery(location).path));
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
    throw new EvalError(
      'media-unreadable',
      `Cannot open the media file ${joined} named by a document: it does not exist or cannot be read.`,
      { cause: error, data: { isMissing: true } },
    );
  });
  const realRoot = await realpath(root);
  if (real.startsWith(realRoot + sep)) return real;
  throw refused(path, root);
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
