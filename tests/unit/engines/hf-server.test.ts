import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testMediaService } from '../../support/media-service.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFactory } from '../../../activities/engines/engine-factory.ts';
import type { ModelAdapter } from '../../../activities/models/model-adapter.ts';
import type { ChatMessage } from '../../../core/chat.ts';
import {
  currentProcessIdentity,
  readProcessIdentity,
} from '../../../deploy/dev-server/process-identity.ts';

/** A Python with torch is five gigabytes, so the suites do not install one. */
const PYTHON = process.env['ASSAY_TEST_PYTHON'] ?? 'python3';
const hasTorch = canImport('torch', 'transformers');
if (!hasTorch) {
  console.log(
    `[hf] skipped: ${PYTHON} has no torch and transformers; set ASSAY_TEST_PYTHON to one that has.`,
  );
}

function canImport(...names: readonly string[]): boolean {
  try {
    const check = `import importlib.util,sys;sys.exit(0 if all(map(importlib.util.find_spec,${JSON.stringify(names)})) else 1)`;
    execFileSync(PYTHON, ['-c', check], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const never = new AbortController().signal;
const messages: readonly ChatMessage[] = [
  { role: 'user', content: [{ type: 'text', text: 'Which letter?' }] },
];
const greedy = { temperature: 0, stop: [], extra: {}, maxNewTokens: 12 };

describe.skipIf(!hasTorch)('the hf engine on a tiny random model', () => {
  let folder: string;
  let adapter: ModelAdapter;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-hf-'));
    const model = join(folder, 'model');
    await promisify(execFile)(PYTHON, ['tests/support/make-tiny-hf-model.py', model]);
    adapter = await engineFactory('hf').create(
      { model, num_concurrent: 4 },
      {
        secret: () => '',
        optionalSecret: () => undefined,
        batchSize: 1,
        media: testMediaService(),
        log: () => {},
        engines: {
          folder: join(folder, 'engines'),
          self: currentProcessIdentity(),
          identify: readProcessIdentity,
          takeGpus: () => undefined,
          environment: {
            ...process.env,
            ASSAY_HF_COMMAND: `${PYTHON} activities/engines/hf_server/server.py`,
          },
        },
      },
    );
    await adapter.load(never);
  }, 120_000);
  afterAll(async () => {
    await adapter?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers the same alone and among others', async () => {
    const ask = () => adapter.generate({ id: 't', messages, parameters: greedy }, never);
    const alone = await ask();
    expect(alone.usage).toEqual({ inputTokens: 16, outputTokens: 12 });
    expect(alone.timing.ttftMs).toBeGreaterThan(0);
    const together = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(together.map(({ text }) => text)).toEqual(Array(4).fill(alone.text));
  });

  it('stops before a stop string and tells why', async () => {
    const { text } = await adapter.generate({ id: 't', messages, parameters: greedy }, never);
    const stop = /[^\ufffd]/.exec(text)?.[0] ?? text;
    const cut = await adapter.generate(
      { id: 't', messages, parameters: { ...greedy, stop: [stop] } },
      never,
    );
    expect(cut.text).toBe(text.slice(0, text.indexOf(stop)));
    expect(cut.finishReason).toBe('stop');
  });

  it('gives sums of log-probabilities that add up over a split answer', async () => {
    const score = (text: string, continuation: string) =>
      adapter.logLikelihood!(
        { id: 't', messages: [{ role: 'user', content: [{ type: 'text', text }] }], continuation },
        never,
      );
    const one = await score('Which?', 'x');
    const two = await score('Which?', 'xy');
    expect(one.tokenCount).toBe(1);
    expect(two.tokenCount).toBe(2);
    expect(two.logLikelihood).toBeLessThan(one.logLikelihood);
    // The tokenizer merges A and B; here both belong to the answer.
    expect((await score('Which?', 'AB')).tokenCount).toBe(1);
    // Two bytes, two tokens, neither a character by itself.
    expect((await score('Which?', 'é')).tokenCount).toBe(2);
  });

  it('refuses a prompt that is too long as such', async () => {
    const long = 'word '.repeat(400);
    await expect(
      adapter.generate(
        {
          id: 't',
          messages: [{ role: 'user', content: [{ type: 'text', text: long }] }],
          parameters: greedy,
        },
        never,
      ),
    ).rejects.toMatchObject({ code: 'context-too-long' });
  });
});
