import { checkArtifactKey } from '../../core/artifact-key.ts';
import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { checkByteRange } from './byte-range.ts';
import { collectBytes } from './collect-bytes.ts';
import { artifactMissing } from './file-errors.ts';
import { checkKeyPrefix } from './key-prefix.ts';

const STREAM_CHUNK_BYTES = 64 * 1024;

/**
 * The one deliberate piece of shared state: every `memory://name` of a process is the same store, as
 * every `file://` of a host is. For tests: nothing survives the process, so it offers no append.
 */
const objectsByName = new Map<string, Map<string, Uint8Array>>();

export function createMemoryStore(name: string): ArtifactStore {
  const url = `memory://${name}`;
  const objects = objectsByName.get(name) ?? new Map<string, Uint8Array>();
  objectsByName.set(name, objects);

  const find = (key: string) => objects.get(checkArtifactKey(key));
  const get = (key: string): Uint8Array => {
    const bytes = find(key);
    if (bytes === undefined) throw artifactMissing(key, url);
    return bytes;
  };
  const write = (key: string, body: Uint8Array) => {
    refuseNestedKeys(objects, key);
    objects.set(key, body.slice());
  };

  return {
    url,
    probe: async () => ({ conditionalWrites: true, append: false }),
    async putIfAbsent(key, body) {
      if (find(key) !== undefined) return 'exists';
      write(key, body);
      return 'created';
    },
    async put(key, body) {
      checkArtifactKey(key);
      const bytes = body instanceof Uint8Array ? body : await collectBytes(body);
      write(key, bytes);
      return { key, bytes: bytes.byteLength };
    },
    get: async (key) => get(key).slice(),
    getIfPresent: async (key) => find(key)?.slice(),
    async getRange(key, start, end) {
      checkByteRange(key, start, end);
      return get(key).slice(start, end);
    },
    async *stream(key) {
      const bytes = get(key);
      for (let start = 0; start < bytes.length; start += STREAM_CHUNK_BYTES) {
        yield bytes.slice(start, start + STREAM_CHUNK_BYTES);
      }
    },
    async head(key) {
      const bytes = find(key);
      return bytes === undefined ? undefined : { key, bytes: bytes.byteLength };
    },
    async *list(prefix) {
      checkKeyPrefix(prefix);
      for (const key of [...objects.keys()].filter((each) => each.startsWith(prefix)).sort()) {
        const bytes = objects.get(key);
        if (bytes !== undefined) yield { key, bytes: bytes.byteLength };
      }
    },
    async delete(keys) {
      for (const key of keys.map(checkArtifactKey)) objects.delete(key);
    },
    viewerUrl: (key) => `${url}/${checkArtifactKey(key)}`,
  };
}

/** Files and some S3 servers cannot hold `a` beside `a/b`, so the store used in tests must not either. */
function refuseNestedKeys(objects: ReadonlyMap<string, unknown>, key: string): void {
  if (objects.has(key)) return;
  const parts = key.split('/');
  const isBelowAnother = parts.some(
    (_, index) => index > 0 && objects.has(parts.slice(0, index).join('/')),
  );
  const isFolder = [...objects.keys()].some((other) => other.startsWith(`${key}/`));
  if (!isBelowAnother && !isFolder) return;
  throw new EvalError(
    'artifact-key-invalid',
    `Cannot write artifact ${key}: one artifact key may not be the folder of another. Choose a key outside the existing one.`,
  );
}
