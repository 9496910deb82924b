import { absoluteTaskFolder } from '../../tasks/package-root.ts';
import { openStore } from '../artifacts/open-store.ts';
import { archiveSets } from './archives/archive-sets.ts';
import type { ListFiles, OpenFile } from './byte-source.ts';
import { contentDigest } from './content-digest.ts';
import { createFileOpener } from './create-file-opener.ts';
import {
  datasetSource,
  filesOfSplit,
  tablesOfSplit,
  type DatasetFormat,
  type DatasetSource,
} from './dataset-source.ts';
import { hubSettingsFrom } from './hub/hub-settings.ts';
import { mediaById } from './media-by-id.ts';
import { openMediaPlaces, type MediaPlaces, type MediaSource } from './media-places.ts';
import { mediaSettings, type MediaSettings } from './media-settings.ts';
import type { OpenTableOptions } from './open-table.ts';
import { mediaRoot } from './resolve-media.ts';
import { isWebAddress } from './web/web-address.ts';
import { withWebFiles } from './web/with-web-files.ts';

export interface FoundFiles {
  readonly locations: readonly string[];
  readonly format: DatasetFormat | 'lance';
  readonly openFile: OpenFile;
  readonly places: MediaPlaces | undefined;
  /** Known without reading a byte of the files. */
  readonly identity?: string;
  /** Of a repository of the Hub. */
  readonly commit?: string;
}

/** The data files of a split, and where the media are that its rows name. */
export async function findFiles(options: OpenTableOptions): Promise<FoundFiles> {
  const { config, split } = options;
  const settings = mediaSettings(config);
  const environment = options.environment ?? process.env;
  const source = datasetSource(config);
  const opener = createFileOpener({ openStore });
  const openFile = options.openFile ?? opener.openFile;
  const byId = mediaById(config, environment, openFile);
  const name = config.dataset_path;
  const placesOf = (media: MediaSource, cacheFolder: string) =>
    openMediaPlaces({ settings, source: media, name, environment, byId, cacheFolder });
  if (source.kind === 'hub') {
    // Loaded when a task needs it: local data start without an HTTP client.
    const { openHubSplit } = await import('./hub/open-hub-split.ts');
    const hubSettings = hubSettingsFrom(environment);
    const hub = await openHubSplit(config, split, hubSettings);
    return {
      locations: hub.locations,
      format: hub.format,
      openFile: (path) => (path.startsWith('hf://') ? hub.openFile(path) : openFile(path)),
      places: await placesOf(hub.media, hubSettings.cacheFolder),
      identity: hub.fingerprint,
      commit: hub.commit,
    };
  }
  const listFiles = options.listFiles ?? opener.listFiles;
  const { task } = config;
  const files = await localFiles(source, split, { task, openFile, listFiles });
  const { locations } = files;
  const found = { ...files, openFile: withWebFiles(openFile, { config, locations, environment }) };
  const [first] = locations;
  if (first === undefined || (byId === undefined && !usesPlaces(settings, environment))) {
    return { ...found, places: undefined };
  }
  // Media are never looked for on a server: they lie beside the YAML that names it.
  const root = isWebAddress(first) ? absoluteTaskFolder(config.$directory) : mediaRoot(first);
  const media = await mediaBeside(root, { settings, openFile, listFiles });
  return { ...found, places: await placesOf(media, hubSettingsFrom(environment).cacheFolder) };
}

async function localFiles(
  source: Exclude<DatasetSource, { kind: 'hub' }>,
  split: string,
  context: { task: string; openFile: OpenFile; listFiles: ListFiles },
): Promise<{ locations: readonly string[]; format: DatasetFormat | 'lance' }> {
  if (source.kind === 'lance') {
    return { locations: tablesOfSplit(source, split, context.task), format: 'lance' };
  }
  if (source.kind === 'saved') {
    const { savedDatasetFiles } = await import('./arrow/saved-dataset.ts');
    return { locations: await savedDatasetFiles(source.folder, split, context), format: 'arrow' };
  }
  return { locations: await filesOfSplit(source, split, context), format: source.format };
}

/** Most local data name files that lie beside them: no folder is listed for those. */
function usesPlaces(settings: MediaSettings, environment: Readonly<Record<string, unknown>>) {
  const { isUnpacked, cacheDir } = settings;
  return isUnpacked || cacheDir !== undefined || Boolean(environment['LMMS_EVAL_MEDIA_ROOT']);
}

/** The archives in the folder of the data files and below. */
async function mediaBeside(
  root: string,
  access: { settings: MediaSettings; openFile: OpenFile; listFiles: ListFiles },
): Promise<MediaSource> {
  const [folder = '', query = ''] = root.startsWith('s3://') ? splitAtQuery(root) : [root];
  const pattern = `${folder}/**/*${query}`;
  const all = access.settings.isUnpacked ? await access.listFiles(pattern) : [];
  const named = all.map((location) => splitAtQuery(location)[0].slice(folder.length + 1));
  const paths = archiveSets(named).flatMap(({ parts }) => parts);
  const open = (path: string) => access.openFile(`${folder}/${path}${query}`);
  return {
    root,
    paths,
    open,
    async digests(wanted) {
      const digests: string[] = [];
      for (const path of wanted) digests.push(await contentDigest(await open(path)));
      return digests;
    },
    forget: () => Promise.resolve(),
  };
}

function splitAtQuery(location: string): [string, string] {
  const mark = location.startsWith('s3://') ? location.indexOf('?') : -1;
  return mark < 0 ? [location, ''] : [location.slice(0, mark), location.slice(mark)];
}
