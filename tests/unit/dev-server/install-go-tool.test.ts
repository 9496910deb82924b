import { chmod, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installGoTool } from '../../../deploy/dev-server/install-go-tool.ts';
import { spawnScript } from './spawn-script.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Stands in for the Go program: notes each call and "builds" a script into GOBIN. */
async function fakeGo(directory: string, body: string): Promise<string> {
  const path = join(directory, 'go');
  await writeFile(path, `#!/bin/sh\necho "$@" >> "${directory}/calls"\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

const BUILDS = 'sleep 0.3; printf "#!/bin/sh\\necho built\\n" > "$GOBIN/tool-main"';

function optionsFor(cacheDirectory: string, go: string) {
  const messages: string[] = [];
  return {
    messages,
    options: {
      module: 'example.test/tool',
      version: 'v1.0.0',
      binary: 'tool',
      cacheDirectory,
      go,
      log: (message: string) => messages.push(message),
    },
  };
}

test('a tool is built once and then found in the cache', async () => {
  const [cache, bin] = [await temporaryDirectory(), await temporaryDirectory()];
  const { options } = optionsFor(cache, await fakeGo(bin, BUILDS));
  const path = await installGoTool(options);
  expect(path).toBe(join(cache, 'bin', 'tool'));
  expect(await installGoTool(options)).toBe(path);
  expect(await readFile(join(bin, 'calls'), 'utf8')).toBe(
    'install -ldflags=-s -w example.test/tool@v1.0.0\n',
  );
  expect(await readdir(join(cache, 'bin'))).toEqual(['tool']);
});

test('two processes that ask at once build once', async () => {
  const [cache, bin] = [await temporaryDirectory(), await temporaryDirectory()];
  const go = await fakeGo(bin, BUILDS.replace('0.3', '1.5'));
  const scripts = [1, 2].map(() => spawnScript('install-process.ts', [cache, go]));
  expect(await Promise.all(scripts.map(({ ended }) => ended))).toEqual([0, 0]);
  const outputs = scripts.map(({ output }) => output());
  for (const output of outputs) expect(output).toContain(`installed ${join(cache, 'bin', 'tool')}`);
  expect(outputs.filter((text) => text.includes('Building tool'))).toHaveLength(1);
  expect((await readFile(join(bin, 'calls'), 'utf8')).trim().split('\n')).toHaveLength(1);
});

test('a failing build leaves nothing behind and says what Go said', async () => {
  const [cache, bin] = [await temporaryDirectory(), await temporaryDirectory()];
  const go = await fakeGo(bin, 'touch "$GOBIN/tool-main"; echo "dial tcp: no route" >&2; exit 1');
  await expect(installGoTool(optionsFor(cache, go).options)).rejects.toMatchObject({
    code: 'tool-missing',
    message: expect.stringMatching(
      /example\.test\/tool@v1\.0\.0 exited with 1.*no route/s,
    ) as string,
  });
  expect(await readdir(join(cache, 'bin'))).toEqual([]);
});

test('a full disk is named as such', async () => {
  const [cache, bin] = [await temporaryDirectory(), await temporaryDirectory()];
  const go = await fakeGo(bin, 'echo "write x: no space left on device" >&2; exit 1');
  await expect(installGoTool(optionsFor(cache, go).options)).rejects.toMatchObject({
    code: 'store-full',
  });
});

test('a missing Go is named as such', async () => {
  const cache = await temporaryDirectory();
  const attempt = installGoTool(optionsFor(cache, join(cache, 'no-go')).options);
  await expect(attempt).rejects.toThrow('Go could not be started (ENOENT)');
});
