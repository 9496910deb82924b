import { describe, expect, it } from 'vitest';
import { buildSpec, limitOf } from '../../../client/cli/build-spec.ts';
import { parseConfig } from '../../../client/cli/config-file.ts';
import { parseArguments } from '../../../client/cli/parse-arguments.ts';
import { resolveEvaluations } from '../../../client/cli/resolve-evaluations.ts';
import { createRunId } from '../../../client/cli/run-id.ts';
import { evaluationOptions } from '../../../core/evaluation-options.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');

function specOf(argv: readonly string[], yaml?: string, existing: readonly string[] = []) {
  const entries = yaml === undefined ? [] : parseConfig(yaml, 'run.yaml');
  const environment = { SECRET_KEY: 'hidden' };
  const [resolved] = resolveEvaluations(
    parseArguments(argv, evaluationOptions),
    entries,
    environment,
  );
  if (resolved === undefined) throw new Error('nothing resolved');
  return buildSpec(resolved, {
    environment,
    workingDirectory: '/home/me',
    pathExists: (path) => existing.includes(path),
    user: 'me',
    now: NOW,
    newRunId: () => 'run-1',
  });
}

const BASE = ['--model', 'mock', '--tasks', 'shapes'];

describe('buildSpec', () => {
  it('sends a baseline that is a file here by its absolute path, any other by its name', () => {
    const baseline = (given: string) =>
      specOf([...BASE, '--baseline', given], undefined, ['/home/me/old/samples.jsonl']).baseline;
    expect(baseline('old/samples.jsonl')).toBe('/home/me/old/samples.jsonl');
    expect(baseline('qwen25vl')).toBe('qwen25vl');
    expect(baseline('hf://user/repo')).toBe('hf://user/repo');
    expect(specOf(BASE)).not.toHaveProperty('baseline');
    expect(specOf([...BASE, '--bootstrap_iters', '0']).bootstrapIterations).toBe(0);
  });

  it('fills a whole specification from two flags', () => {
    const expected: Omit<EvaluationSpec, 'resolvedCliArgs'> = {
      runId: 'run-1',
      model: { id: 'mock', args: {} },
      tasks: ['shapes'],
      includePaths: [],
      store: 'file:///home/me/assay-data',
      offset: 0,
      repeats: 1,
      batchSize: 1,
      generation: {},
      reasoningTags: [
        ['<think>', '</think>'],
        ['<analysis>', '</analysis>'],
      ],
      seeds: { python: 0, numpy: 1234, torch: 1234, fewshot: 1234 },
      predictOnly: false,
      bootstrapIterations: 100_000,
      maxFailedFraction: 0.05,
      window: 16,
      taskWindow: 4,
      leases: 1,
      pool: 'local',
      priority: 3,
      fairnessKey: 'me',
      user: 'me',
      submittedAt: '2026-01-02T03:04:05.678Z',
    };
    const { resolvedCliArgs, ...spec } = specOf(BASE);
    expect(spec).toEqual(expected);
    expect(resolvedCliArgs).toMatchObject({ model: 'mock', tasks: ['shapes'], repeats: 1 });
  });

  it('records variables of the configuration by name only', () => {
    const spec = specOf(BASE, 'env: {MY_SETTING: plain-value, API_KEY: "${SECRET_KEY}"}');
    expect(spec.resolvedCliArgs['env']).toEqual(['API_KEY', 'MY_SETTING']);
    expect(JSON.stringify(spec)).not.toContain('hidden');
    expect(JSON.stringify(spec)).not.toContain('plain-value');
  });

  it('knows stores by folder and by URL', () => {
    const storeOf = (text: string) => specOf([...BASE, '--store', text]).store;
    expect(storeOf('runs')).toBe('file:///home/me/runs');
    expect(storeOf('file:///data/runs/')).toBe('file:///data/runs');
    expect(storeOf('s3://bucket/prefix/')).toBe('s3://bucket/prefix');
    const own = 's3://bucket/prefix?endpoint=http://localhost:9000&path_style=true';
    expect(storeOf(own)).toBe(own);
    expect(() => storeOf('s3://bucket?enpoint=http://localhost')).toThrow('"enpoint" is unknown');
    expect(() => storeOf('http://x/y')).toThrow('--store takes a folder');
    expect(() => storeOf('s3://id:secret@bucket')).toThrow('password');
  });

  it('puts the cache into the store unless told otherwise', () => {
    expect(specOf([...BASE, '--use_cache']).cache).toBe('file:///home/me/assay-data');
    expect(specOf([...BASE, '--use_cache', 'answers']).cache).toBe('file:///home/me/answers');
    expect(specOf(BASE).cache).toBeUndefined();
  });

  it('makes paths absolute, because workers live elsewhere', () => {
    const existing = ['/home/me/ckpt', '/home/me/tasks/own.yaml'];
    const argv = ['--model', 'onnx', '--model_args', 'pretrained=ckpt,dtype=q8'];
    const spec = specOf(
      [...argv, '--tasks', 'tasks/own.yaml', '--include_path', 'more'],
      undefined,
      existing,
    );
    expect(spec.model.args).toEqual({ pretrained: '/home/me/ckpt', dtype: 'q8' });
    expect(spec.tasks).toEqual(['/home/me/tasks/own.yaml']);
    expect(spec.includePaths).toEqual(['/home/me/more']);
    const remote = specOf(
      ['--model', 'openai', '--model_args', 'model=ckpt', '--tasks', 'shapes'],
      undefined,
      existing,
    );
    expect(remote.model.args).toEqual({ model: 'ckpt' });
  });

  it('asks for examples as turns only when told to', () => {
    expect(specOf([...BASE, '--fewshot_as_multiturn'])).toMatchObject({ fewshotAsMultiturn: true });
    expect(specOf(BASE).fewshotAsMultiturn).toBeUndefined();
  });

  it('passes --device to models that have one', () => {
    const onnx = specOf(['--model', 'onnx', '--tasks', 'shapes', '--device', 'cpu']);
    expect(onnx.model.args).toEqual({ device: 'cpu' });
    expect(specOf([...BASE, '--device', 'cpu']).model.args).toEqual({});
  });

  it('bounds an automatic batch size', () => {
    const sizeOf = (...flags: string[]) => specOf([...BASE, ...flags]).batchSize;
    expect(sizeOf('-b', 'auto')).toBe(8);
    expect(sizeOf('-b', 'auto', '--max_batch_size', '32')).toBe(32);
    expect(sizeOf('-b', '64', '--max_batch_size', '32')).toBe(32);
  });

  it.each([
    [['--tasks', 'shapes'], 'No model was given'],
    [['--model', 'mock'], 'No task was given'],
    [['--model', 'mok', '--tasks', 'shapes'], 'No model is named "mok". Did you mean "mock"?'],
    [[...BASE, '--run_id', '../x'], 'runId is wrong'],
    [[...BASE, '--pool', 'a b'], 'pool is wrong'],
    [[...BASE, '--limit', '-2'], '--limit takes -1 (all)'],
  ])('refuses %j', (argv, message) => {
    expect(() => specOf(argv)).toThrow(message);
  });
});

describe('limitOf', () => {
  it('knows all, shares and counts', () => {
    expect([undefined, -1, 0.1, 1, 500].map(limitOf)).toEqual([undefined, undefined, 0.1, 1, 500]);
    for (const wrong of [0, -0.5, -2, 1.5]) expect(() => limitOf(wrong)).toThrow('--limit takes');
  });
});

describe('createRunId', () => {
  it('begins with the time and ends with six characters of the random bytes', () => {
    expect(createRunId(NOW, new Uint8Array([0, 31, 32, 10, 255, 7]))).toBe(
      '20260102-030405-0z0az7',
    );
    expect(createRunId(NOW)).toMatch(/^20260102-030405-[0-9a-hjkmnp-tv-z]{6}$/);
  });
});
