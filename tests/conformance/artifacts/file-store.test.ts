import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { testArtifactStore } from './store-contract.ts';

const run = promisify(execFile);
const text = (value: string) => new TextEncoder().encode(value);

testArtifactStore('file://', async () => {
  const root = await mkdtemp(join(tmpdir(), 'assay-store-'));
  return {
    store: openStore(pathToFileURL(root).href),
    stop: () => rm(root, { recursive: true, force: true }),
  };
});

describe('the file store', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const makeRoot = async () => {
    const root = await mkdtemp(join(tmpdir(), 'assay-store-'));
    cleanups.push(() => rm(root, { recursive: true, force: true }));
    return root;
  };

  test('appended bytes outlive a process that is killed without closing', async () => {
    const root = await makeRoot();
    const script = fileURLToPath(new URL('append-child.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, root, 'log/part.jsonl'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await ended;
    const expected = Array.from({ length: 10 }, (_, line) => `line ${line}\n`).join('');
    expect(await readFile(join(root, 'log/part.jsonl'), 'utf8')).toBe(expected);
  });

  test('appending goes on at the end of what is there and is listed like any object', async () => {
    const store = openStore(await makeRoot());
    for (const part of ['one ', 'two ', 'three']) {
      const handle = await store.openAppend!('logs/a');
      await handle.append(text(part));
      await handle.sync();
      await handle.close();
    }
    expect(Buffer.from(await store.get('logs/a')).toString()).toBe('one two three');
  });

  test('refuses a key that is the folder of another', async () => {
    const root = await makeRoot();
    const store = openStore(root);
    await store.put('a/b', text('x'));
    const refused = { code: 'artifact-key-invalid', message: expect.stringContaining('folder') };
    await expect(store.put('a', text('x'))).rejects.toMatchObject(refused);
    await expect(store.putIfAbsent('a', text('x'))).rejects.toMatchObject(refused);
    await expect(store.put('a/b/c', text('x'))).rejects.toMatchObject(refused);
    await expect(store.putIfAbsent('a/b/c/d', text('x'))).rejects.toMatchObject(refused);
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
  });

  test('probing removes what a killed process left half-written, but nothing recent', async () => {
    const root = await makeRoot();
    await mkdir(join(root, '.tmp'));
    await writeFile(join(root, '.tmp', 'old'), 'x');
    await writeFile(join(root, '.tmp', 'recent'), 'x');
    const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
    await utimes(join(root, '.tmp', 'old'), twoDaysAgo, twoDaysAgo);
    await openStore(root).probe();
    expect(await readdir(join(root, '.tmp'))).toEqual(['recent']);
  });

  test('a folder without write permission gives a sentence with the path and the remedy', async () => {
    const root = await makeRoot();
    await mkdir(join(root, 'locked'));
    await chmod(join(root, 'locked'), 0o555);
    await chmod(root, 0o777);
    const script = fileURLToPath(new URL('denied-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, root, 'locked/a']);
    expect(stdout).toMatch(/^store-denied: Cannot write .*locked\/a: .*permission/);
  });

  test('a full disk gives store-full, keeps what was there and leaves no half object', async () => {
    const root = await makeRoot();
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);
    } catch (error) {
      process.stderr.write(
        `[file store] not run on a full disk: cannot mount (${String(error)})\n`,
      );
      return;
    }
    cleanups.push(() => run('umount', [root]));
    const store = openStore(root);
    const full = { code: 'store-full', message: expect.stringContaining('Free space') };
    await store.put('small', text('kept'));
    const large = new Uint8Array(4 * 1024 * 1024);
    await expect(store.put('large', large)).rejects.toMatchObject(full);
    await expect(store.putIfAbsent('large', large)).rejects.toMatchObject(full);
    const append = await store.openAppend!('appended');
    await expect(append.append(large)).rejects.toMatchObject(full);
    await append.close();
    await store.delete(['appended']);
    expect(await store.head('large')).toBeUndefined();
    expect(Buffer.from(await store.get('small')).toString()).toBe('kept');
    expect(await readdir(join(root, '.tmp'))).toEqual([]);
    expect(await store.putIfAbsent('large', text('fits'))).toBe('created');
  });
});
