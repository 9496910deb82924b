import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { canonicalJson } from '../../../core/json.ts';
import { rememberDigest } from '../file-byte-source.ts';
import { createLru } from '../lru.ts';
import { createMediaIndex, type MediaIndex } from '../media-index.ts';
import type { MediaPlacesOptions } from '../media-places.ts';
import { archiveSets } from './archive-sets.ts';
import { ensureUnpacked, isUnpacked } from './unpacked-folder.ts';

export interface UnpackedMedia {
  readonly folder: string;
  readonly index: MediaIndex;
}

const KNOWN_FOLDERS = 256;
/** Shared by all datasets of the process: a shard that opens one again need not read its list again. */
const known = createLru<UnpackedMedia>(KNOWN_FOLDERS);

/** HF_HOME/<cache_dir> as other tools fill it, else a folder of ours; undefined without archives. */
export async function unpackMedia(options: MediaPlacesOptions): Promise<UnpackedMedia | undefined> {
  const { settings, source, environment, cacheFolder } = options;
  const sets = archiveSets(source.paths);
  const name = settings.cacheDir ?? options.name.replace(/[^\w.-]+/g, '--');
  const home = environment['HF_HOME'];
  const shared = home ? resolve(home, name) : undefined;
  const isTheirs = shared !== undefined && existsSync(shared) && !(await isUnpacked(shared));
  if (isTheirs && !settings.isForced) {
    return { folder: shared, index: createMediaIndex(await listFiles(shared)) };
  }
  if (sets.length === 0) return undefined;

  const paths = sets.flatMap(({ parts }) => parts);
  const digests = await source.digests(paths);
  const identity = canonicalJson(paths.map((path, index) => [path, digests[index] ?? '']));
  const digest = createHash('sha256').update(identity).digest('hex');
  // Another commit's clips may be there already: each has a folder of its own.
  const isFree =
    shared !== undefined && (!existsSync(shared) || (await isUnpacked(shared, digest)));
  const versioned = `${shared ?? join(cacheFolder, 'media', name)}-${digest.slice(0, 12)}`;
  const folder = isFree ? shared : versioned;
  const before = known.get(`${folder}\n${digest}`);
  if (before !== undefined && existsSync(folder)) return before;

  const { files } = await ensureUnpacked({
    folder,
    digest,
    sets,
    open: (path) => source.open(path),
  });
  await source.forget(paths);
  for (const file of files) rememberDigest({ ...file, path: join(folder, file.path) });
  const media = { folder, index: createMediaIndex(files.map(({ path }) => path)) };
  known.set(`${folder}\n${digest}`, media);
  return media;
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
