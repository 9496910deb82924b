import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryStore } from '../../../activities/artifacts/memory-store.ts';
import { taskOfFile } from '../../../activities/artifacts/sample-files.ts';
import { freezeBaseline } from '../../../activities/baselines/freeze-baseline.ts';
import { openBaseline } from '../../../activities/baselines/open-baseline.ts';
import { readBaseline } from '../../../activities/baselines/read-baseline.ts';
import type { TaskRecord } from '../../../activities/runs/run-records.ts';
import { runPaths } from '../../../core/run-paths.ts';
import { readSamples } from '../../../core/scoring/read-samples.ts';
import { startFakeHub } from '../../support/fake-hub.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';

const line = (doc: number, acc: number) => `${JSON.stringify({ doc_id: doc, acc })}\n`;

function contextOf(tasks: readonly string[], environment: Record<string, string> = {}) {
  return { store: createMemoryStore(`baseline-${Math.random()}`), tasks, environment };
}

async function linesOf(file: { lines(): AsyncIterable<string> } | undefined): Promise<string[]> {
  const lines: string[] = [];
  if (file !== undefined) for await (const text of file.lines()) lines.push(text);
  return lines;
}

describe('taskOfFile', () => {
  it.each([
    ['20251111_202127_samples_videomme_w_subtitle.jsonl', 'videomme_w_subtitle'],
    ['samples_mme.jsonl', 'mme'],
    ['x_samples_my_samples_task.jsonl', 'my_samples_task'],
    ['samples.jsonl', undefined],
    ['mme_results.json', undefined],
  ])('%s is of %s', (name, task) => {
    expect(taskOfFile(name)).toBe(task);
  });
});

describe('openBaseline', () => {
  const folder = () => {
    const path = temporaryFolder({});
    for (const stamp of ['1', '2']) {
      writeFileSync(join(path, `${stamp}_results.json`), '{}');
      writeFileSync(join(path, `${stamp}_samples_mme.jsonl`), line(0, Number(stamp)));
    }
    writeFileSync(join(path, '1_samples_pope.jsonl'), line(0, 9));
    return path;
  };

  it('finds the samples beside a results file', async () => {
    const path = folder();
    const { name, files } = await openBaseline(
      join(path, '1_results.json'),
      contextOf(['mme', 'pope', 'ai2d']),
    );
    expect(name).toBe('1_results');
    expect([...files.keys()]).toEqual(['mme', 'pope']);
    expect(await linesOf(files.get('mme'))).toEqual([line(0, 1).trim()]);
  });

  it('takes the newest samples of a folder, and the layout of a store', async () => {
    const path = folder();
    const newest = await openBaseline(path, contextOf(['mme']));
    expect(newest.files.get('mme')?.location).toBe(join(path, '2_samples_mme.jsonl'));
    mkdirSync(join(path, 'run', 'mme'), { recursive: true });
    writeFileSync(join(path, 'run', 'mme', 'samples.jsonl'), line(0, 1));
    writeFileSync(join(path, 'run', 'results.json'), '{}');
    const stored = await openBaseline(join(path, 'run', 'results.json'), contextOf(['mme']));
    expect(stored.files.size).toBe(1);
  });

  it('takes one named file for the one task of the run, but never guesses between two', async () => {
    const path = temporaryFolder({});
    const file = join(path, 'old.jsonl');
    writeFileSync(file, line(0, 1));
    expect([...(await openBaseline(file, contextOf(['any']))).files.keys()]).toEqual(['any']);
    await expect(openBaseline(file, contextOf(['one', 'two']))).rejects.toThrow(
      /answers for no task that its name .* tells, and the run evaluates one, two/,
    );
  });

  it('finds a run of the store', async () => {
    const context = contextOf(['mme']);
    await context.store.put(
      runPaths.results('before'),
      Buffer.from('{"results":{"mme":{}},"configs":{"mme":{"score_key":"points"}}}'),
    );
    const sample = { doc_id: 0, metrics: { judged: { points: 3 } } };
    await context.store.put(
      runPaths.samples('before', 'mme'),
      Buffer.from(`${JSON.stringify(sample)}\n`),
    );
    const { name, files } = await openBaseline('before', context);
    expect(name).toBe('before');
    const samples = [];
    for await (const one of readSamples(files.get('mme')!)) samples.push(one);
    expect(samples).toEqual([{ doc: 0, scores: { judged: 3 } }]);
  });

  it('says in a sentence what cannot be found', async () => {
    await expect(openBaseline('qwen25v', contextOf(['mme']))).rejects.toThrow(
      /Cannot find the baseline "qwen25v".*Did you mean "qwen25vl"/,
    );
    await expect(openBaseline('qwen25vl', contextOf(['mme']))).rejects.toThrow(
      /has answers for videomme, and the run evaluates mme/,
    );
    await expect(openBaseline('hf://user', contextOf(['mme']))).rejects.toThrow(
      /hf:\/\/user\/repo/,
    );
  });

  describe('of the Hub', () => {
    const hubContext = async (tasks: readonly string[]) => {
      const hub = await startFakeHub();
      onTestFinished(() => hub.stop());
      const environment = { HF_ENDPOINT: hub.endpoint, ASSAY_CACHE_DIR: temporaryFolder({}) };
      return { hub, context: contextOf(tasks, environment) };
    };

    it('reads hf://user/repo and hf://user/repo/file', async () => {
      const { hub, context } = await hubContext(['mme']);
      hub.commit('user/logs', {
        'a/1_samples_mme.jsonl': line(3, 1),
        'a/1_samples_pope.jsonl': line(4, 1),
      });
      const whole = await openBaseline('hf://user/logs', context);
      expect(whole.name).toBe('user/logs');
      expect(await linesOf(whole.files.get('mme'))).toEqual([line(3, 1).trim()]);
      const one = await openBaseline('hf://user/logs/a/1_samples_pope.jsonl', context);
      expect(await linesOf(one.files.get('mme'))).toEqual([line(4, 1).trim()]);
      await expect(openBaseline('hf://user/logs/no.jsonl', context)).rejects.toThrow(
        /has no file no.jsonl. It has: a\/1_samples_mme.jsonl/,
      );
    });

    it('reads the published preset, by its task or named for another', async () => {
      const { hub, context } = await hubContext(['videomme']);
      const file = '20251111_202127_samples_videomme_w_subtitle.jsonl';
      hub.commit('mwxely/lmms-eval-test', { [file]: line(0, 1) });
      expect((await openBaseline('qwen25vl', context)).files.has('videomme')).toBe(true);
      const other = { ...context, tasks: ['videomme_w_subtitle'] };
      const named = await openBaseline('qwen25vl:videomme', other);
      expect(named.name).toBe('qwen25vl');
      expect(named.files.has('videomme_w_subtitle')).toBe(true);
    });
  });
});

describe('freezeBaseline', () => {
  const record = (task: string) => ({ task, config: { score_key: 'score' } }) as TaskRecord;
  const freeze = async (text: string) => {
    const path = join(temporaryFolder({}), 'old.jsonl');
    writeFileSync(path, text);
    const store = createMemoryStore(`frozen-${Math.random()}`);
    await freezeBaseline({ store, runId: 'r', baseline: path, records: [record('mme')] });
    return store;
  };

  it('keeps scores only, which later pair with those of the run', async () => {
    const store = await freeze(line(0, 1) + line(1, 0));
    const frozen = await readBaseline(store, 'r', 'mme');
    expect(frozen?.name).toBe('old');
    frozen?.pairing.addCurrent({ doc: 1, filter: 'none', scores: { acc: 1 } });
    expect(frozen?.pairing.finish().series).toMatchObject([{ current: [1], baseline: [0] }]);
    expect(await readBaseline(store, 'r', 'other')).toBeUndefined();
  });

  it('takes a task without scores of documents beside one that has them', async () => {
    const path = temporaryFolder({});
    writeFileSync(join(path, '1_results.json'), '{}');
    writeFileSync(join(path, '1_samples_mme.jsonl'), line(0, 1));
    writeFileSync(join(path, '1_samples_asr.jsonl'), '{"doc_id":0,"metrics":{"wer":{"a":"b"}}}\n');
    const store = createMemoryStore(`frozen-${Math.random()}`);
    await freezeBaseline({
      store,
      runId: 'r',
      baseline: join(path, '1_results.json'),
      records: [record('asr'), record('mme')],
    });
    expect((await readBaseline(store, 'r', 'mme'))?.pairing.finish().documents.paired).toBe(0);
    expect((await readBaseline(store, 'r', 'asr'))?.pairing.finish().series).toEqual([]);
  });

  it('refuses a file without scores and one that is not JSON Lines', async () => {
    await expect(freeze('{"doc_id": 1}\n')).rejects.toThrow(/none of its documents has a score/);
    await expect(freeze('')).rejects.toThrow(/none of its lines/);
    await expect(freeze('{"doc_id": 1, "acc": 1}\n{oops\n')).rejects.toThrow(
      /line 2 of .*not JSON/,
    );
    await expect(freeze('[1]\n')).rejects.toThrow(/expected a JSON object per line/);
  });
});
