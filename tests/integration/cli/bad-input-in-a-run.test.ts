import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import type { CliResult } from '../../support/cli-process.ts';
import {
  createCliStack,
  errorSentence,
  jsonLines,
  type CliStack,
} from '../../support/cli-stack.ts';
import { pictureBytes, taskYaml, writePictureTask } from '../../support/cli-tasks.ts';
import { startFakeEndpoint } from '../../support/fake-endpoint.ts';
import { writeTextTask } from '../../support/text-task.ts';

const CHECKPOINT = fileURLToPath(
  new URL('../../fixtures/tiny-vlm/checkpoints/step-000200', import.meta.url),
);

let stack: CliStack;
beforeAll(async () => {
  stack = await createCliStack();
  await stack.run(0, 'server', 'start');
});
afterAll(() => stack.dispose());

/** The id that the sentence tells to resume. */
function runIdIn(result: CliResult): string {
  return /`assay runs resume (\S+) --retry_failed`/.exec(errorSentence(result))![1]!;
}

/** No numbers are left of a run that failed, and no list calls it complete. */
async function expectFailed(runId: string) {
  const listed = JSON.parse((await stack.run(0, 'runs', 'list', '--json')).stdout) as JsonObject[];
  expect(listed.find((run) => run['runId'] === runId)).toMatchObject({ status: 'failed' });
  const results = join(stack.dataDirectory, 'runs', runId, 'results.json');
  if (!existsSync(results)) return;
  const { status } = JSON.parse(readFileSync(results, 'utf8')) as JsonObject;
  expect(status).toBe('failed');
}

const resume = (runId: string) => stack.run(0, 'runs', 'resume', runId, '--retry_failed', '--wait');

describe('data that cannot be read', () => {
  test('a data file that is missing is named; once it is there, resume goes on', async () => {
    const folder = join(stack.folder, 'letters');
    writeTextTask(stack.folder, { name: 'letters', documents: 6 });
    const documents = readFileSync(join(folder, 'documents.jsonl'));
    rmSync(join(folder, 'documents.jsonl'));
    const args = ['eval', '--model', 'mock', '--tasks', 'letters', '--include_path', folder];
    const failed = await stack.run(2, ...args);
    expect(errorSentence(failed)).toMatch(/letters\/documents\.jsonl: it does not exist\. Check/);
    await expectFailed(runIdIn(failed));
    writeFileSync(join(folder, 'documents.jsonl'), documents);
    expect((await resume(runIdIn(failed))).stdout).toContain('exact_match');
    await stack.run(0, ...args);
  });

  test('a parquet file that was cut off is named; written again, it is evaluated', async () => {
    const folder = join(stack.folder, 'tables');
    mkdirSync(folder);
    writeFileSync(join(folder, 'tables.yaml'), taskYaml('tables', 'parquet', 'rows.parquet'));
    const data = ['question', 'answer'].map((name) => ({ name, data: ['x', 'y', 'z'] }));
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: data }));
    writeFileSync(join(folder, 'rows.parquet'), bytes.subarray(0, bytes.length - 20));
    const args = ['eval', '--model', 'mock', '--tasks', 'tables', '--include_path', folder];
    const failed = await stack.run(2, ...args);
    expect(errorSentence(failed)).toMatch(/rows\.parquet: it is not a whole parquet file.*again/);
    await expectFailed(runIdIn(failed));
    writeFileSync(join(folder, 'rows.parquet'), bytes);
    await resume(runIdIn(failed));
  });

  test('a broken image among good ones fails its own document only', async () => {
    const options = { name: 'pictures', documents: 4, broken: [2] };
    const folder = await writePictureTask(stack.folder, options);
    const args = ['eval', '--model', 'onnx', '--model_args', `pretrained=${CHECKPOINT}`];
    args.push('--tasks', 'pictures', '--include_path', folder);
    const passed = await stack.run(0, ...args, '--max_failed_fraction', '0.5', '--json');
    const { results } = jsonLines(passed).at(-1) as { results: JsonObject };
    expect(results['counts']).toMatchObject({ pictures: { ok: 3, failed: 1 } });
    expect(JSON.stringify(results['tasks'])).toContain('media-unreadable');
  });

  test('more broken images than allowed fail the run; mended, resume completes it', async () => {
    const options = { name: 'torn', documents: 4, broken: [1, 3] };
    const folder = await writePictureTask(stack.folder, options);
    const args = ['eval', '--model', 'onnx', '--model_args', `pretrained=${CHECKPOINT}`];
    args.push('--tasks', 'torn', '--include_path', folder);
    const failed = await stack.run(1, ...args);
    expect(errorSentence(failed)).toMatch(/2 × .*image/);
    await expectFailed(runIdIn(failed));
    for (const index of options.broken) {
      writeFileSync(join(folder, `${index}.png`), await pictureBytes(index));
    }
    expect((await resume(runIdIn(failed))).stdout).toMatch(/exact_match.*\|\s+4 \|/);
  });
});

describe('a model that cannot be used', () => {
  test.each(['onnx/decoder_model_merged.onnx', 'tokenizer.json'])(
    'a model folder without %s is refused by that name; with it, resume goes on',
    async (missing) => {
      const folder = join(stack.folder, `model-without-${missing.replace('/', '-')}`);
      cpSync(CHECKPOINT, folder, { recursive: true });
      rmSync(join(folder, missing));
      const args = ['--model', 'onnx', '--model_args', `pretrained=${folder}`, '--limit', '2'];
      const failed = await stack.run(2, 'eval', ...args, '--tasks', 'shapes_mc');
      expect(errorSentence(failed)).toContain(`${folder} as an ONNX model: it has no ${missing}.`);
      await expectFailed(runIdIn(failed));
      cpSync(join(CHECKPOINT, missing), join(folder, missing));
      await resume(runIdIn(failed));
    },
  );

  test('an argument that the model does not know is answered with the nearest', async () => {
    const args = ['--model', 'mock', '--model_args', 'latncy_ms=5', '--tasks', 'shapes_mc'];
    const failed = await stack.run(2, 'eval', ...args, '--limit', '2');
    expect(errorSentence(failed)).toMatch(/"latncy_ms"\. Did you mean "latency_ms"\?/);
    await stack.run(0, 'eval', '--model', 'mock', '--tasks', 'shapes_mc', '--limit', '2');
  });
});

describe('an endpoint that cannot be used', () => {
  const evaluate = (modelArgs: string) => {
    const folder = join(stack.folder, 'questions');
    if (!existsSync(folder)) writeTextTask(stack.folder, { name: 'questions', documents: 3 });
    const model = ['--model', 'openai', '--model_args', `${modelArgs},max_retries=1`];
    return ['eval', ...model, '--tasks', 'questions', '--include_path', folder];
  };

  test('nobody listens: the address is named; with a server there, resume goes on', async () => {
    const first = await startFakeEndpoint();
    await first.stop();
    const failed = await stack.run(3, ...evaluate(`model=fake-model,base_url=${first.baseUrl}`));
    expect(errorSentence(failed)).toContain(`Cannot connect to ${first.baseUrl} (ECONNREFUSED).`);
    await expectFailed(runIdIn(failed));
    const again = await startFakeEndpoint({ port: Number(new URL(first.baseUrl).port) });
    try {
      await resume(runIdIn(failed));
    } finally {
      await again.stop();
    }
  });

  test('a wrong key names its variable and never shows; the right one makes resume and the same command work', async () => {
    const endpoint = await startFakeEndpoint({ apiKey: 'right-key-418' });
    const args = evaluate(`model=fake-model,base_url=${endpoint.baseUrl},api_key_env=TEAM_KEY`);
    try {
      const missing = await stack.run(3, ...args);
      expect(errorSentence(missing)).toMatch(/TEAM_KEY.*Set it/);
      const failed = await stack.runWith({ TEAM_KEY: 'wrong-key-273' }, 3, ...args);
      expect(errorSentence(failed)).toMatch(/TEAM_KEY/);
      expect(failed.stderr + failed.stdout).not.toContain('wrong-key-273');
      await expectFailed(runIdIn(failed));
      const resumed = ['runs', 'resume', runIdIn(failed), '--retry_failed', '--wait'];
      await stack.runWith({ TEAM_KEY: 'right-key-418' }, 0, ...resumed);
      await stack.runWith({ TEAM_KEY: 'right-key-418' }, 0, ...args);
    } finally {
      await endpoint.stop();
    }
  });

  test('a wrong model name is named together with the endpoint', async () => {
    const endpoint = await startFakeEndpoint();
    try {
      const failed = await stack.run(
        3,
        ...evaluate(`model=fake-modle,base_url=${endpoint.baseUrl}`),
      );
      expect(errorSentence(failed)).toMatch(/"?fake-modle"?/);
      await expectFailed(runIdIn(failed));
      await stack.run(0, ...evaluate(`model=fake-model,base_url=${endpoint.baseUrl}`));
    } finally {
      await endpoint.stop();
    }
  });
});
