import { keySegment } from '../../core/artifact-key.ts';
import { EvalError } from '../../core/errors.ts';
import { readLines } from '../artifacts/read-lines.ts';
import { taskOfFile, type SampleFile, type SampleFiles } from '../artifacts/sample-files.ts';
import { chunksOf } from '../datasets/byte-source.ts';
import { openHubByteSource } from '../datasets/hub/hub-byte-source.ts';
import { createHubCache } from '../datasets/hub/hub-cache.ts';
import { createHubClient } from '../datasets/hub/hub-client.ts';
import { openHubRepository } from '../datasets/hub/hub-repository.ts';
import type { HubSettings } from '../datasets/hub/hub-settings.ts';

/** `hf://user/repo` (its samples files) or `hf://user/repo/file.jsonl`, of a dataset repository. */
export async function samplesOfHub(url: string, settings: HubSettings): Promise<SampleFiles> {
  const [user, repo, ...rest] = url.slice('hf://'.length).split('/');
  if (!user || !repo) {
    throw new EvalError(
      'config-invalid',
      `Cannot read the baseline ${url.slice(0, 200)}: expected hf://user/repo or hf://user/repo/file.jsonl.`,
    );
  }
  const name = `${user}/${repo}`;
  const cache = createHubCache(settings.cacheFolder);
  const client = createHubClient(settings);
  const repository = openHubRepository(name, { client, cache });
  const commit = await repository.commit('main');
  if (commit === undefined) {
    throw new EvalError(
      'config-invalid',
      `Cannot read the baseline ${url.slice(0, 200)}: the repository has no revision main.`,
    );
  }
  const fileAt = (path: string): SampleFile => ({
    location: `hf://${name}/${path}`,
    async *lines() {
      const [file] = await repository.files(commit, [path]);
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      const source = openHubByteSource(file!, {
        client,
        cache,
        location: `hf://${name}/${path}`,
        path: `/datasets/${name}/resolve/${commit}/${encoded}`,
      });
      yield* readLines(chunksOf(source));
    },
  });
  const paths = await repository.paths(commit);
  const path = rest.join('/');
  if (path !== '') {
    if (paths.includes(path)) return { name, byTask: new Map(), named: fileAt(path) };
    throw new EvalError(
      'config-invalid',
      `Cannot read the baseline ${url.slice(0, 200)}: the repository has no file ${path}. It has: ${paths.slice(0, 20).join(', ')}.`,
    );
  }
  const files = [...paths].sort().filter((one) => one.endsWith('.jsonl'));
  const byTask = new Map<string, SampleFile>();
  for (const one of files) {
    const task = taskOfFile(one.slice(one.lastIndexOf('/') + 1));
    if (task !== undefined) byTask.set(keySegment(task), fileAt(one));
  }
  const [only] = files;
  const isOnly = files.length === 1 && only !== undefined;
  return { name, byTask, ...(isOnly ? { named: fileAt(only) } : {}) };
}
