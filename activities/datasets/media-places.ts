import { join, resolve } from 'node:path';
import { unpackMedia } from './archives/unpack-media.ts';
import type { ByteSource } from './byte-source.ts';
import { findBelow } from './find-below.ts';
import type { MediaById } from './media-by-id.ts';
import { createMediaIndex } from './media-index.ts';
import type { MediaSettings } from './media-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where media may lie that are not beside the file that names them. */
export interface MediaPlaces {
  /** A location that can be opened, or what stands in the way. */
  find(name: string): Promise<FoundMedia>;
}

export type FoundMedia =
  | { readonly location: string }
  | { readonly open: () => Promise<ByteSource> }
  | { readonly looked: string };

/** The files that come with a dataset: a commit of the Hub, or the folder of the data files. */
export interface MediaSource {
  /** Folder that `paths` start at, as a location. */
  readonly root: string;
  readonly paths: readonly string[];
  digests(paths: readonly string[]): Promise<readonly string[]>;
  open(path: string): Promise<ByteSource>;
  /** Called when archives are unpacked, whose own bytes are needed no more. */
  forget(paths: readonly string[]): Promise<void>;
}

export interface MediaPlacesOptions {
  readonly settings: MediaSettings;
  readonly source: MediaSource;
  /** Name of the dataset, where the task gives no cache_dir. */
  readonly name: string;
  readonly environment: Environment;
  readonly byId?: MediaById | undefined;
  /** Used without HF_HOME. */
  readonly cacheFolder: string;
}

export async function openMediaPlaces(options: MediaPlacesOptions): Promise<MediaPlaces> {
  const { source, environment, settings, byId } = options;
  const unpacked = settings.isUnpacked ? await unpackMedia(options) : undefined;
  const own = createMediaIndex(source.paths);
  const roots = ['LMMS_EVAL_MEDIA_ROOT', 'HF_HOME'].flatMap((variable) => {
    const root = environment[variable];
    if (root === undefined || root === '') return [];
    if (variable !== 'HF_HOME') return [resolve(root)];
    const { cacheDir } = settings;
    return cacheDir === undefined
      ? []
      : [resolve(root, cacheDir), resolve(root, 'datasets', cacheDir)];
  });
  return {
    async find(given) {
      // `**/` says that the folder does not matter, which is how names are looked for anyway.
      const name = given.replace(/^(?:\*\*\/)+/, '');
      const inUnpacked = unpacked?.index.find(name);
      if (typeof inUnpacked === 'string') {
        return { location: join(unpacked?.folder ?? '', inUnpacked) };
      }
      const inOwn = own.find(name);
      if (typeof inOwn === 'string') return { location: `${source.root}/${inOwn}` };
      for (const root of roots) {
        const found = await findBelow(root, name);
        if (found !== undefined) return { location: found };
      }
      const provided = await byId?.find(name);
      if (provided !== undefined) return provided;
      const many = inUnpacked ?? inOwn;
      if (many !== undefined) {
        return { looked: `${many.length} files have that name: ${many.slice(0, 4).join(', ')}` };
      }
      const places = [
        source.root,
        ...(unpacked === undefined ? [] : [`${unpacked.folder} (${unpacked.index.size} files)`]),
        ...roots,
      ];
      const also = byId === undefined ? '' : `; ${byId.looked}`;
      return {
        looked: `no such file, with or without an extension, in ${places.join(', ')}${also}`,
      };
    },
  };
}
