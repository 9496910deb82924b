import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { readArtifact } from '../../../activities/artifacts/read-artifact.ts';
import { writeArtifact } from '../../../activities/artifacts/write-artifact.ts';

async function storedArtifact() {
  const store = openStore(`memory://${randomUUID()}`);
  const body = new TextEncoder().encode('twelve bytes');
  return { store, body, reference: await writeArtifact(store, 'things', 'txt', body, 1) };
}

describe('reading an artifact', () => {
  test('a transfer that was damaged once is fetched again', async () => {
    const { store, body, reference } = await storedArtifact();
    let gets = 0;
    const flaky = {
      url: store.url,
      get: async (key: string) => {
        gets += 1;
        return gets === 1 ? new Uint8Array(12) : store.get(key);
      },
    };
    expect(await readArtifact(flaky, reference)).toEqual(body);
    expect(gets).toBe(2);
  });

  test('every single flipped bit is detected', async () => {
    const { store, body, reference } = await storedArtifact();
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const damaged = body.slice();
      damaged.set([body.at(bit >> 3)! ^ (1 << (bit & 7))], bit >> 3);
      await store.put(reference.key, damaged);
      await expect(readArtifact(store, reference)).rejects.toMatchObject({
        code: 'artifact-corrupt',
        message: expect.stringContaining(reference.key),
      });
    }
  });

  test('a missing artifact is missing, not corrupt', async () => {
    const { store, reference } = await storedArtifact();
    await store.delete([reference.key]);
    await expect(readArtifact(store, reference)).rejects.toMatchObject({
      code: 'artifact-missing',
    });
  });
});
