import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { GenerateRequest } from '../../../core/generation.ts';
import { readProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { engine, engineHost } from './engine-fixture.ts';

const never = new AbortController().signal;
const request: GenerateRequest = {
  id: 't/0/0',
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Which letter?' }] }],
  parameters: { temperature: 0, stop: [], extra: {}, maxNewTokens: 4 },
};

function logOf(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.log')) ?? '';
  return readFileSync(join(folder, name), 'utf8');
}

async function untilGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && readProcessIdentity(pid) !== undefined; tries += 1) {
    await delay(50);
  }
  return readProcessIdentity(pid) === undefined;
}

describe('a served engine', () => {
  it('starts with the arguments of the model, answers, and is gone afterwards', async () => {
    const host = engineHost({ slowStartMs: 400 }, { takeGpus: () => gpus });
    const adapter = await engine(host, {
      model: 'org/tiny',
      tensor_parallel_size: 2,
      limit_mm_per_prompt: '{"image":4}',
      enforce_eager: true,
    });
    await adapter.load(never);
    const result = await adapter.generate(request, never);
    expect(result).toMatchObject({ text: 'D', finishReason: 'stop', attempts: 1 });
    expect(result.timing.ttftMs).toBeGreaterThan(0);
    const log = logOf(host.folder);
    expect(log).toContain('"org/tiny","--host","127.0.0.1"');
    expect(log).toContain('"--tensor-parallel-size","2"');
    expect(log).toContain('"--limit-mm-per-prompt","{\\"image\\":4}"');
    expect(log).toContain('"--enforce-eager"');
    expect(log).toContain('CUDA_VISIBLE_DEVICES');
    expect(log).not.toContain('OPENAI_API_KEY');
    const [record] = readdirSync(host.folder).filter((name) => name.endsWith('.engine.json'));
    const { leader } = JSON.parse(readFileSync(join(host.folder, record!), 'utf8')) as {
      leader: { pid: number };
    };
    await adapter.dispose();
    expect(await untilGone(leader.pid)).toBe(true);
    expect(readdirSync(host.folder).filter((name) => name.endsWith('.json'))).toEqual([]);
    expect(gpus.given).toBe(1);
  });

  it('says what the engine printed when it cannot start', async () => {
    const adapter = await engine(engineHost({ exitAtStart: true }));
    await expect(adapter.load(never)).rejects.toThrow(
      /engine vllm does not run: it ended with exit code 1[\s\S]*has no config\.json[\s\S]*pip install vllm/,
    );
  });

  it('names the program that is missing', async () => {
    const host = engineHost();
    const adapter = await engine({
      ...host,
      environment: { ...host.environment, ASSAY_VLLM_COMMAND: '/nowhere/vllm serve' },
    });
    await expect(adapter.load(never)).rejects.toThrow(/the program \/nowhere\/vllm is not there/);
  });

  it('gives up on an engine that never gets ready, and ends it', async () => {
    const host = engineHost({ slowStartMs: 60_000, refuseTerm: false });
    const adapter = await engine(host, { model: 'org/tiny', startup_timeout_s: 1 });
    await expect(adapter.load(never)).rejects.toThrow(/it was not ready after 1 s/);
    expect(readdirSync(host.folder).filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  it('tells how it died, of the request and of the lease', async () => {
    const adapter = await engine(engineHost({ dieAfter: 1 }), {
      model: 'org/tiny',
      max_retries: 1,
      stream: false,
    });
    await adapter.load(never);
    await adapter.generate(request, never);
    await expect(adapter.generate(request, never)).rejects.toThrow(/ended with exit code 7/);
    const death = await adapter.broken?.();
    expect(death?.message).toMatch(/exit code 7[\s\S]*CUDA error/);
    await expect(async () => adapter.generate(request, never)).rejects.toThrow(/exit code 7/);
  });

  it('leaves nothing behind that it started, whatever session it moved to', async () => {
    const host = engineHost();
    const pidFile = join(host.folder, 'leaked.pid');
    const adapter = await engine({
      ...host,
      environment: {
        ...host.environment,
        VLLM_STANDIN: JSON.stringify({ leakChild: pidFile }),
      },
    });
    await adapter.load(never);
    const leaked = Number(readFileSync(pidFile, 'utf8'));
    expect(readProcessIdentity(leaked)).toBeDefined();
    await adapter.dispose();
    expect(await untilGone(leaked)).toBe(true);
  });

  it('ends what a killed worker left, before it starts its own', async () => {
    const host = engineHost();
    const orphan = await engine({ ...host, self: { pid: 999_999_999, startTime: 'long ago' } });
    await orphan.load(never);
    const [record] = readdirSync(host.folder).filter((name) => name.endsWith('.engine.json'));
    const { leader } = JSON.parse(readFileSync(join(host.folder, record!), 'utf8')) as {
      leader: { pid: number };
    };
    const adapter = await engine(host);
    await adapter.load(never);
    expect(await untilGone(leader.pid)).toBe(true);
    expect((await adapter.generate(request, never)).text).toBe('D');
  });

  it('refuses remote code that the operator did not allow, and values that look like options', async () => {
    const host = engineHost();
    await expect(engine(host, { model: 'org/tiny', trust_remote_code: true })).rejects.toThrow(
      /trust_remote_code .* ASSAY_ALLOW_REMOTE_CODE=1/,
    );
    await expect(engine(host, { model: '--config=evil.yaml' })).rejects.toThrow(
      /begins with a dash/,
    );
  });
});

const gpus = {
  ids: ['2', '3'],
  given: 0,
  giveBack() {
    gpus.given += 1;
  },
};

describe('log-likelihood through a served engine', () => {
  const context = request.messages;

  it('adds up the tokens of the continuation and no others', async () => {
    const adapter = await engine(engineHost());
    await adapter.load(never);
    const ask = (continuation: string) =>
      adapter.logLikelihood!({ id: 't/0', messages: context, continuation }, never);
    // Characters 65, 70 and 100: the stand-in gives -(code % 10) / 10.
    expect(await ask('A')).toMatchObject({ logLikelihood: -0.5, isGreedy: false, tokenCount: 1 });
    expect(await ask('Fd')).toMatchObject({ logLikelihood: 0, isGreedy: true, tokenCount: 2 });
  });

  it('counts a token that joins context and continuation whole', async () => {
    const adapter = await engine(engineHost({ merge: 4 }));
    await adapter.load(never);
    // "Which letter?" + newline + "ABC" is 17 characters: the last token is "C", the one before "?\nAB".
    const result = await adapter.logLikelihood!(
      { id: 't/0', messages: context, continuation: 'ABC' },
      never,
    );
    expect(result.tokenCount).toBe(2);
  });
});
