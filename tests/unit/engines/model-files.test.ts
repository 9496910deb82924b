import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { fetchModel } from '../../../activities/engines/fetch-model.ts';
import { findModelFiles } from '../../../activities/engines/model-files.ts';
import { verifySafetensors } from '../../../activities/engines/verify-safetensors.ts';
import { weightsIdentity } from '../../../activities/engines/weights-identity.ts';

function safetensors(data: string): Buffer {
  const header = JSON.stringify({
    __metadata__: { format: 'pt' },
    w: { dtype: 'U8', shape: [data.length], data_offsets: [0, data.length] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.from(data)]);
}

function folder(): string {
  const created = mkdtempSync(join(tmpdir(), 'assay-model-'));
  onTestFinished(() => rmSync(created, { recursive: true, force: true }));
  return created;
}

function checkpoint(weights = safetensors('abcdef')): string {
  const model = folder();
  writeFileSync(join(model, 'config.json'), '{}');
  writeFileSync(join(model, 'model.safetensors'), weights);
  return model;
}

const options = { signal: new AbortController().signal, log: () => {} };

describe('the files of a model', () => {
  it('tells a folder from a Hub id, and a folder that is missing from both', async () => {
    expect(await findModelFiles('org/name')).toBeUndefined();
    expect((await findModelFiles(checkpoint()))?.folder).toBeDefined();
    await expect(findModelFiles('./nowhere')).rejects.toThrow(/there is no such folder/);
  });

  it('has another identity when a byte of the weights changes', async () => {
    const [one, same, other] = await Promise.all(
      ['abcdef', 'abcdef', 'abcdeg'].map(async (data) =>
        weightsIdentity((await findModelFiles(checkpoint(safetensors(data))))!),
      ),
    );
    expect(one).toBe(same);
    expect(one).not.toBe(other);
  });

  it('refuses weights that were cut short, or are a pointer to others', async () => {
    const verify = async (weights: Buffer) =>
      verifySafetensors((await findModelFiles(checkpoint(weights)))!);
    await verify(safetensors('abcdef'));
    await expect(verify(safetensors('abcdef').subarray(0, -2))).rejects.toThrow(
      /model\.safetensors .* has \d+ bytes, but its header describes \d+/,
    );
    await expect(verify(Buffer.from('version https://git-lfs.github.com'))).rejects.toThrow(
      /no safetensors file/,
    );
    await expect(verify(Buffer.from('ab'))).rejects.toThrow(/only 2 bytes/);
  });

  it('fetches a model from a store once, whole or not at all', async () => {
    const url = `memory://models-${process.pid}`;
    const store = openStore(url);
    await store.put('config.json', Buffer.from('{}'));
    await store.put('model.safetensors', safetensors('abcdef'));
    const files = (await findModelFiles(url))!;
    const target = folder();
    const first = await fetchModel(files, { ...options, folder: target });
    expect(readFileSync(join(first, 'model.safetensors'))).toEqual(safetensors('abcdef'));
    // A second use reads nothing but the samples of its identity.
    const stream = () => {
      throw new Error('fetched again');
    };
    expect(await fetchModel({ ...files, stream }, { ...options, folder: target })).toBe(first);
    const broken = { ...files, list: async () => [{ name: 'config.json', bytes: 99 }] };
    await expect(fetchModel(broken, { ...options, folder: target })).rejects.toThrow(
      /received 2 bytes of 99/,
    );
    expect(readdirSync(target)).toHaveLength(1);
  });
});
