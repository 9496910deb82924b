import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, sep } from 'node:path';
import { EvalError, isEvalError } from '../../core/errors.ts';
import type { Media, MediaKind } from '../../core/media.ts';
import type { OpenFile } from './byte-source.ts';
import { mediaFromBytes, sniffMediaType, SNIFF_BYTES, unknownType } from './media-from-bytes.ts';

export interface ResolveMediaOptions {
  readonly openFile: OpenFile;
  /** The folder a dataset's paths may not leave. */
  readonly root: string;
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
    return await openMedia(path, options);
  } catch (error) {
    // A path that points out of the data folder is an attack on the task, not a bad document.
    if (isEvalError(error) && error.data['isMissing'] === true) return unreadable(path, error);
    throw error;
  }
}

/** One missing file is the failure of its document, met when a model asks for the bytes. */
function unreadable(path: string, error: EvalError): Media {
  const sha256 = createHash('sha256').update(`unreadable ${path}`).digest('hex');
  return {
    ...unknownType(kindByName(path)),
    sha256,
    sizeBytes: 0,
    read: () => Promise.reject(error),
  };
}

async function openMedia(path: string, options: ResolveMediaOptions): Promise<Media> {
  const location = await locate(path, options.root);
  const source = await options.openFile(location);
  try {
    const head = await source.read(0, Math.min(source.size, SNIFF_BYTES));
    const type = sniffMediaType(head) ?? unknownType(kindByName(path));
    const sha256 = await source.sha256();
    return {
      ...type,
      sha256,
      sizeBytes: source.size,
      async read() {
        const again = await options.openFile(location);
        try {
          return await again.read(0, again.size);
        } finally {
          await again.close();
        }
      },
    };
  } finally {
    await source.close();
  }
}

/** The folder media paths of a data file start at; an s3:// one keeps its connection options. */
export function mediaRoot(dataFile: string): string {
  if (!isRemote(dataFile)) return dirname(dataFile);
  const { path, query } = splitQuery(dataFile);
  return path.slice(0, path.lastIndexOf('/')) + query;
}

export function kindByName(path: string): MediaKind {
  const extension = extname(path).toLowerCase();
  if (/^\.(?:wav|mp3|flac|ogg|m4a|opus|aac)$/.test(extension)) return 'audio';
  return /^\.(?:mp4|mkv|webm|avi|mov|m4v)$/.test(extension) ? 'video' : 'image';
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
