import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { EvalError } from '../../../core/errors.ts';
import { canonicalJson } from '../../../core/json.ts';
import type { TaskConfig } from '../../../core/task.ts';
import type { ByteSource } from '../byte-source.ts';
import { entriesOf, type DatasetFormat } from '../dataset-source.ts';
import type { MediaSource } from '../media-places.ts';
import { decodeUtf8 } from '../read-block.ts';
import { cannotOpen, chooseHubFiles, type HubChoice } from './choose-hub-files.ts';
import { hubFileId, openHubByteSource } from './hub-byte-source.ts';
import { createHubCache } from './hub-cache.ts';
import { cardConfigs } from './hub-card.ts';
import { createHubClient } from './hub-client.ts';
import { hubKwargs } from './hub-kwargs.ts';
import { formatOf, hubLayout, matchingFiles } from './hub-layout.ts';
import { openHubRepository, type HubRepository } from './hub-repository.ts';
import type { HubSettings } from './hub-settings.ts';

/** One split of a dataset of the Hub at one commit. */
export interface HubSplit {
  readonly commit: string;
  readonly format: DatasetFormat;
  /** `hf://datasets/org/name@commit/path`, in order. */
  readonly locations: readonly string[];
  /** Digest of commit, files and how they are read; needs none of their bytes. */
  readonly fingerprint: string;
  openFile(location: string): Promise<ByteSource>;
  readonly media: MediaSource;
}

/** Where the Hub keeps the parquet files it makes of other formats. */
const CONVERTED = 'refs/convert/parquet';
const DEFAULT_REVISION = 'main';

/** Finds the files of a split. Without a data file, the Hub's own conversion to parquet stands in. */
export async function openHubSplit(
  config: TaskConfig,
  split: string,
  given: HubSettings,
): Promise<HubSplit> {
  const { revision, reading, network } = hubKwargs(config);
  const settings: HubSettings = { ...given, ...network };
  const cache = createHubCache(settings.cacheFolder);
  const client = createHubClient(settings);
  const repository = openHubRepository(config.dataset_path, { client, cache });
  const choice: HubChoice = {
    repository: repository.name,
    task: config.task,
    config: config.dataset_name,
    split,
  };
  const openAt = async (commit: string, path: string): Promise<ByteSource> => {
    const [file] = await repository.files(commit, [path]);
    if (file === undefined) throw cannotOpen(choice, `commit ${commit} has no file ${path}.`);
    return openHubByteSource(file, {
      client,
      cache,
      location: `${repositoryRoot(repository.name, commit)}/${path}`,
      path: `/datasets/${repository.name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
    });
  };
  const find = (commit: string) => splitFiles(repository, { commit, config, choice, openAt });

  const wanted = revision ?? DEFAULT_REVISION;
  let commit = await repository.commit(wanted);
  if (commit === undefined) {
    throw cannotOpen(
      choice,
      `it has no revision "${wanted}". Set dataset_kwargs.revision to a branch, a tag or a commit.`,
    );
  }
  let files = await find(commit);
  // A conversion is made of the main branch only.
  if (files === undefined && wanted === DEFAULT_REVISION) {
    const converted = await repository.commit(CONVERTED);
    if (converted !== undefined) {
      files = await find(converted);
      if (files !== undefined) commit = converted;
    }
  }
  if (files === undefined) throw await withoutData(repository, commit, choice);

  const format = formatOf(files[0] ?? '') ?? 'parquet';
  const described = await repository.files(commit, files);
  const identity = {
    commit,
    files: described.map(({ path, digest }) => [path, digest.hex]),
    reading,
    processDocs: config.process_docs ?? null,
  };
  const root = repositoryRoot(repository.name, commit);
  const paths = await repository.paths(commit);
  const known = new Set(paths);
  const pinned = commit;
  return {
    commit,
    format,
    locations: files.map((path) => `${root}/${path}`),
    fingerprint: createHash('sha256').update(canonicalJson(identity)).digest('hex'),
    async openFile(location) {
      // Documents name media by path: what they name has to be a file of this very commit.
      const path = posix.normalize(location.slice(root.length + 1));
      if (!known.has(path)) throw missingMedia(location);
      return openAt(pinned, path);
    },
    media: {
      root,
      paths,
      open: (path) => openAt(pinned, path),
      async digests(wanted) {
        return (await repository.files(pinned, wanted)).map(({ digest }) => digest.hex);
      },
      async forget(wanted) {
        for (const file of await repository.files(pinned, wanted)) {
          await cache.dropFile(hubFileId(file));
        }
      },
    },
  };
}

function repositoryRoot(repository: string, commit: string): string {
  return `hf://datasets/${repository}@${commit}`;
}

function missingMedia(location: string): EvalError {
  return new EvalError(
    'media-unreadable',
    `Cannot open the media file ${location} named by a document: the repository has no such file at this commit. If it is inside a zip or tar archive, set dataset_kwargs.video: true.`,
    { data: { isMissing: true } },
  );
}

/** The split's files at a commit, all of one format; undefined when nothing there can be read as data. */
async function splitFiles(
  repository: HubRepository,
  context: {
    readonly commit: string;
    readonly config: TaskConfig;
    readonly choice: HubChoice;
    readonly openAt: (commit: string, path: string) => Promise<ByteSource>;
  },
): Promise<readonly string[] | undefined> {
  const { commit, config, choice, openAt } = context;
  const paths = await repository.paths(commit);
  const given = config.dataset_kwargs?.['data_files'] ?? undefined;
  if (given !== undefined) {
    const files = entriesOf(given, choice.split, choice.task).flatMap((pattern) => {
      const found = matchingFiles(paths, pattern);
      if (found.length > 0) return [...found].sort();
      throw cannotOpen(choice, `no file of commit ${commit.slice(0, 12)} matches ${pattern}.`);
    });
    const unknown = files.find((path) => formatOf(path) === undefined);
    if (unknown === undefined) return sameFormat(files);
    throw cannotOpen(
      choice,
      `${unknown} is neither parquet, arrow, json, jsonl, csv, tsv nor text.`,
    );
  }
  const card = paths.includes('README.md')
    ? cardConfigs(await textOf(await openAt(commit, 'README.md')), repository.name)
    : [];
  // With a script, the files are its raw material, not the rows it would make of them.
  if (card.length === 0 && scriptOf(repository.name, paths) !== undefined) return undefined;
  const layout = hubLayout(paths, card);
  return layout.size === 0 ? undefined : sameFormat(chooseHubFiles(layout, card, choice));
}

/** Mixed files mean that the same rows are there twice: parquet is the cheapest to read by range. */
function sameFormat(files: readonly string[]): readonly string[] {
  const formats = new Set(files.map(formatOf));
  if (formats.size <= 1) return files;
  const order: readonly DatasetFormat[] = [
    'parquet',
    'arrow',
    'jsonl',
    'json',
    'csv',
    'tsv',
    'text',
  ];
  const format = order.find((candidate) => formats.has(candidate));
  return files.filter((path) => formatOf(path) === format);
}

async function textOf(source: ByteSource): Promise<string> {
  return decodeUtf8(source, await source.read(0, source.size), 'somewhere');
}

function scriptOf(repository: string, paths: readonly string[]): string | undefined {
  const script = `${repository.slice(repository.indexOf('/') + 1)}.py`;
  return paths.find((path) => path === script);
}

async function withoutData(repository: HubRepository, commit: string, choice: HubChoice) {
  const paths = await repository.paths(commit);
  const script = scriptOf(repository.name, paths);
  if (script !== undefined) {
    return cannotOpen(
      choice,
      `its rows are made by the script ${script}, which is never executed, and the Hub has no parquet conversion of them. Write the rows to parquet or jsonl and name the files in dataset_kwargs.data_files.`,
    );
  }
  const archive = paths.find((path) => /\.(?:zip|tar|tgz|gz|bz2|xz|zst|7z|rar)$/i.test(path));
  const seen =
    archive === undefined
      ? ''
      : ` (archives such as ${archive} are unpacked for media, not for rows)`;
  return cannotOpen(
    choice,
    `commit ${commit.slice(0, 12)} has no parquet, arrow, json, jsonl, csv, tsv or text file${seen}, and the Hub has no parquet conversion of it. Check dataset_path.`,
  );
}
