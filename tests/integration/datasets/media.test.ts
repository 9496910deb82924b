import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { printWorkerLogsOnFailure } from '../../support/chaos-bench.ts';
import { startFakeHub, type FakeHub } from '../../support/fake-hub.ts';
import { makeTar, makeZip } from '../../support/make-archives.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { testSpec } from '../../support/test-spec.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { jsonLines } from '../../unit/datasets/hub-fixture.ts';

const DOCUMENTS = 40;
const clip = (index: number): Uint8Array =>
  Buffer.concat([Buffer.from('\0\0\0\x20ftypisom', 'latin1'), Buffer.alloc(2000, index)]);

describe('an evaluation of films in archives of the Hub', () => {
  let stack: TestStack;
  let hub: FakeHub;
  beforeAll(async () => {
    hub = await startFakeHub();
    stack = await startTestStack({ workers: 0, environment: { HF_ENDPOINT: hub.endpoint } });
  });
  afterAll(async () => {
    await stack?.stop();
    await hub?.stop();
    delete process.env['HF_ENDPOINT'];
  });
  printWorkerLogsOnFailure(() => stack);

  test('unpacks them once for two workers and fails the documents without a film', async () => {
    const names = Array.from({ length: DOCUMENTS }, (_, index) => `clip-${index}`);
    hub.commit('org/films', {
      'test.jsonl': jsonLines(names.map((videoID) => ({ videoID, question: `about ${videoID}` }))),
      'videos_chunked_01.zip': makeZip(
        names.slice(0, 20).map((name, index) => ({ name: `data/${name}.mp4`, body: clip(index) })),
      ),
      'videos_chunked_02.tar': await makeTar(
        names.slice(20, 39).map((name, index) => ({ name: `${name}.mp4`, body: clip(20 + index) })),
      ),
    });
    const home = join(stack.folder, 'hf-home');
    const environment = { HF_HOME: home };
    const workers = [await stack.addWorker(environment), await stack.addWorker(environment)];
    const spec = testSpec(stack.storeUrl, {
      model: { id: 'mock', args: { mode: 'echo' } },
      tasks: ['films'],
      includePaths: [writeFilmTask(stack.folder)],
      maxFailedFraction: 0.1,
    });
    await stack.evaluations.start(spec);
    const result = await stack.evaluations.result(spec.runId);
    expect(result.status).toBe('completed');
    const scores = (result.results['results'] as JsonObject)['films'] as JsonObject;
    expect(scores).toMatchObject({ 'exact_match,none': 1, 'exact_match_n,none': DOCUMENTS - 1 });

    const rows = await readLedger(stack.store, spec.runId, 'films');
    const failed = rows.filter((row) => row.status === 'failed');
    expect(failed.map((row) => row.doc)).toEqual([39]);
    expect(failed[0]?.error).toMatchObject({ code: 'media-unreadable' });
    expect(failed[0]?.error?.message).toMatch(/"clip-39\.mp4".*no such file/);
    // Every film has its own digest, so each document was shown its own.
    expect(new Set(rows.flatMap((row) => row.mediaSha256)).size).toBeGreaterThanOrEqual(39);
    expect(readdirSync(home).filter((name) => name.startsWith('films'))).toEqual(['films']);
    expect(existsSync(join(home, 'films/.assay-unpacked.json'))).toBe(true);
    const archives = hub.requests.filter(({ path }) => path.includes('/resolve/'));
    const fetched = archives.filter(({ path }) => path.endsWith('videos_chunked_01.zip'));
    expect(fetched).toHaveLength(1);
    for (const worker of workers) await worker.stop();
  });
});

function writeFilmTask(folder: string): string {
  const directory = join(folder, 'films-task');
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, 'films.yaml'),
    `task: films
dataset_path: org/films
dataset_kwargs: { token: true, video: true, cache_dir: films, force_download: true }
test_split: test
doc_to_visual: !function films.visual
doc_to_text: "{{ question }}"
doc_to_target: "{{ question }}"
output_type: generate_until
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
`,
  );
  writeFileSync(
    join(directory, 'films.ts'),
    'export const visual = (document: { videoID: string }) => [`${document.videoID}.mp4`];\n',
  );
  return directory;
}
