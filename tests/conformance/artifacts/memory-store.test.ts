import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { testArtifactStore } from './store-contract.ts';

testArtifactStore('memory://', async () => ({
  store: openStore(`memory://${randomUUID()}`),
  stop: async () => undefined,
}));

test('two stores of one memory name share their objects and other names do not', async () => {
  const name = randomUUID();
  await openStore(`memory://${name}`).put('a', new Uint8Array([1]));
  expect(await openStore(`memory://${name}`).get('a')).toEqual(new Uint8Array([1]));
  expect(await openStore(`memory://${randomUUID()}`).getIfPresent('a')).toBeUndefined();
});

test('memory refuses a key that is the folder of another, as files do', async () => {
  const store = openStore(`memory://${randomUUID()}`);
  await store.put('a/b', new Uint8Array([1]));
  await expect(store.put('a', new Uint8Array([1]))).rejects.toMatchObject({
    code: 'artifact-key-invalid',
  });
  await expect(store.putIfAbsent('a/b/c', new Uint8Array([1]))).rejects.toMatchObject({
    code: 'artifact-key-invalid',
  });
});
