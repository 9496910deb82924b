import { createHash } from 'node:crypto';
import { EvalError, isEvalError } from '../../../core/errors.ts';
import type { HubCache } from './hub-cache.ts';
import type { HubClient } from './hub-client.ts';

/** A file of one commit. */
export interface HubFile {
  readonly path: string;
  readonly size: number;
  /** Large files have the SHA-256 of their bytes, others git's SHA-1 of size and bytes. */
  readonly digest: { readonly algorithm: 'sha256' | 'git'; readonly hex: string };
}

/** A dataset repository. What a commit holds never changes, so it is asked once and kept. */
export interface HubRepository {
  readonly name: string;
  /** The commit a branch, tag or commit stands for now; undefined when there is no such revision. */
  commit(revision: string): Promise<string | undefined>;
  paths(commit: string): Promise<readonly string[]>;
  /** The given files of a commit, in the order given. */
  files(commit: string, paths: readonly string[]): Promise<readonly HubFile[]>;
}

const COMMIT = /^[0-9a-f]{40}$/;
/** The Hub describes a bounded number of files at once. */
const FILES_PER_REQUEST = 100;

export function openHubRepository(
  name: string,
  access: { readonly client: HubClient; readonly cache: HubCache },
): HubRepository {
  const { client, cache } = access;
  if (name.split('/').some((part) => /^\.+$/.test(part))) {
    throw new EvalError(
      'task-invalid',
      `Cannot open the dataset ${name}: a repository is org/name. Name data files with dataset_path: parquet (or json, csv …) and dataset_kwargs.data_files.`,
    );
  }
  const records = `datasets--${name.replace('/', '--')}`;
  const what = (revision: string) => `the dataset ${name} (revision ${revision})`;
  const refKey = (revision: string) => `${records}/refs/${encodeURIComponent(revision)}`;
  const pathsKey = (commit: string) => `${records}/${commit}/paths`;
  const fileKey = (commit: string, path: string) => {
    const digest = createHash('sha256').update(path).digest('hex');
    return `${records}/${commit}/files/${digest}`;
  };

  const ask = async (revision: string): Promise<string> => {
    const answer = await client.json({
      path: `/api/datasets/${name}/revision/${encodeURIComponent(revision)}`,
      what: what(revision),
    });
    const { sha, siblings } = fieldsOf(answer);
    if (typeof sha !== 'string' || !COMMIT.test(sha) || !Array.isArray(siblings)) {
      throw unexpected(what(revision), 'a commit and its files');
    }
    const paths = siblings
      .map((sibling) => fieldsOf(sibling)['rfilename'])
      .filter((path) => typeof path === 'string');
    await cache.keepRecord(pathsKey(sha), paths);
    await cache.keepRecord(refKey(revision), sha);
    return sha;
  };

  return {
    name,
    async commit(revision) {
      if (COMMIT.test(revision) && Array.isArray(await cache.record(pathsKey(revision)))) {
        return revision;
      }
      try {
        return await ask(revision);
      } catch (error) {
        if (!isEvalError(error)) throw error;
        if (error.data['reason'] === 'RevisionNotFound') return undefined;
        // Offline, the branch is where it was when it was last asked for.
        const kept =
          error.data['offline'] === true ? await cache.record(refKey(revision)) : undefined;
        if (typeof kept === 'string' && COMMIT.test(kept)) return kept;
        throw error;
      }
    },
    async paths(commit) {
      const kept = await cache.record(pathsKey(commit));
      if (Array.isArray(kept)) return kept as readonly string[];
      await ask(commit);
      return (await cache.record(pathsKey(commit))) as readonly string[];
    },
    async files(commit, paths) {
      const found = new Map<string, HubFile>();
      for (const path of paths) {
        const kept = await cache.record(fileKey(commit, path));
        if (kept !== undefined) found.set(path, kept as HubFile);
      }
      const missing = paths.filter((path) => !found.has(path));
      for (let start = 0; start < missing.length; start += FILES_PER_REQUEST) {
        const answer = await client.json({
          path: `/api/datasets/${name}/paths-info/${commit}`,
          what: `the file list of the dataset ${name} (commit ${commit.slice(0, 12)})`,
          body: { paths: missing.slice(start, start + FILES_PER_REQUEST), expand: false },
        });
        for (const entry of Array.isArray(answer) ? (answer as unknown[]) : []) {
          const file = toFile(entry);
          if (file === undefined) continue;
          found.set(file.path, file);
          await cache.keepRecord(fileKey(commit, file.path), file);
        }
      }
      return paths.map((path) => found.get(path) ?? raiseMissing(name, commit, path));
    },
  };
}

function toFile(entry: unknown): HubFile | undefined {
  const { type, path, size, oid, lfs } = fieldsOf(entry);
  if (type !== 'file' || typeof path !== 'string') return undefined;
  const large = fieldsOf(lfs);
  const isLarge = typeof large['oid'] === 'string';
  const hex = isLarge ? large['oid'] : oid;
  const bytes = isLarge ? (large['size'] ?? size) : size;
  // The digest becomes part of a path in the cache: nothing else than a digest may.
  const isDigest = typeof hex === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(hex);
  if (!isDigest || typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw unexpected(`the description of ${path}`, 'a size and a digest');
  }
  return { path, size: bytes, digest: { algorithm: isLarge ? 'sha256' : 'git', hex } };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function raiseMissing(name: string, commit: string, path: string): never {
  throw new EvalError(
    'dataset-not-found',
    `Cannot read ${path} of the dataset ${name}: commit ${commit.slice(0, 12)} has no such file.`,
  );
}

function unexpected(what: string, expected: string): EvalError {
  return new EvalError(
    'endpoint-invalid-response',
    `Cannot read ${what}: expected ${expected} from the Hub's API. Check HF_ENDPOINT.`,
  );
}
