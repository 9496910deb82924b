import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createModelFinder } from '../../../activities/models/plugins.ts';
import { modelOfSpec } from '../../../client/cli/model-of-spec.ts';
import { secretVariables } from '../../../core/secret-variables.ts';
import { pluginNames, readPlugins } from '../../../tasks/plugin-packages.ts';
import { modelContext } from '../../support/model-context.ts';

const MANIFEST = {
  name: 'assay-plugin-parrot',
  version: '1.2.0',
  type: 'module',
  assay: {
    module: './parrot.js',
    models: [
      {
        id: 'parrot',
        aliases: ['polly'],
        placement: 'endpoint',
        summary: 'Says the last word again.',
        media: ['image'],
        parameters: [
          { name: 'times', default: 1, summary: 'How often.' },
          { name: 'api_key_env', default: 'PARROT_KEY', summary: 'Key.', isSecret: true },
        ],
      },
    ],
  },
};
const CODE = `
globalThis.parrotLoads = (globalThis.parrotLoads ?? 0) + 1;
export const models = {
  parrot: {
    identify: async (args) => ({ modelKey: 'p' + (args.times ?? 1), displayName: 'parrot' }),
    create: async (args) => ({
      accepts: ['image'],
      load: async () => {},
      concurrency: () => 1,
      generate: async ({ messages }) => ({
        text: messages.at(-1).content.at(-1).text.split(' ').at(-1).repeat(args.times ?? 1),
        finishReason: 'stop', usage: {}, timing: { latencyMs: 0 }, attempts: 1,
      }),
      dispose: async () => {},
    }),
  },
};
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-plugins-'));
  install('assay-plugin-parrot', MANIFEST, CODE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function install(name: string, manifest: object, code = ''): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(place, 'parrot.js'), code);
}

const PARROT = { name: 'assay-plugin-parrot', version: '1.2.0' };
const nested = () => join(folder, 'deep', 'down');

test('a package is found from below, and its code runs only when its model is asked for', async () => {
  const plugins = readPlugins(['assay-plugin-parrot'], nested());
  const find = createModelFinder(plugins);
  expect(Reflect.get(globalThis, 'parrotLoads')).toBeUndefined();
  expect((await find('mock')).id).toBe('mock');
  expect(Reflect.get(globalThis, 'parrotLoads')).toBeUndefined();

  const factory = await find('polly', PARROT);
  expect(Reflect.get(globalThis, 'parrotLoads')).toBe(1);
  expect(factory).toMatchObject({ id: 'parrot', placement: 'endpoint' });
  const adapter = await factory.create({ times: 2 }, modelContext());
  const request = { messages: [{ role: 'user', content: [{ type: 'text', text: 'say cheese' }] }] };
  const { text } = await adapter.generate(request as never, new AbortController().signal);
  expect(text).toBe('cheesecheese');
});

test('unknown arguments are refused, and the key of answers holds name and version', async () => {
  const keyAt = async (version: string) => {
    const plugins = readPlugins(['assay-plugin-parrot'], folder).map((each) => ({
      ...each,
      version,
    }));
    const factory = await createModelFinder(plugins)('parrot', { ...PARROT, version });
    return (await factory.identify({}, modelContext())).modelKey;
  };
  expect(await keyAt('1.2.0')).toMatch(/^[0-9a-f]{24}$/);
  expect(await keyAt('1.2.0')).toBe(await keyAt('1.2.0'));
  expect(await keyAt('1.3.0')).not.toBe(await keyAt('1.2.0'));
  const find = createModelFinder(readPlugins(['assay-plugin-parrot'], folder));
  const factory = await find('parrot', PARROT);
  await expect(factory.identify({ tims: 2 }, modelContext())).rejects.toThrow(/"times"/);
});

test('a worker without the plug-in, or with another version, refuses in a sentence', async () => {
  await expect(createModelFinder([])('parrot', PARROT)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringMatching(
      /assay-plugin-parrot 1\.2\.0, and this worker was started without it.*--plugin/,
    ) as unknown,
  });
  const plugins = readPlugins(['assay-plugin-parrot'], folder);
  await expect(
    createModelFinder(plugins)('parrot', { ...PARROT, version: '2.0.0' }),
  ).rejects.toThrow(/this worker has 1\.2\.0/);
});

test('the specification names the plug-in, its version and the secrets it needs', () => {
  const context = {
    environment: {},
    workingDirectory: folder,
    pathExists: () => false,
    user: 'tests',
    now: new Date(0),
    newRunId: () => 'r',
    plugins: readPlugins(['assay-plugin-parrot'], folder),
  };
  const { model } = modelOfSpec({ model: 'parrot', model_args: { times: 3 } }, context);
  expect(model).toEqual({
    id: 'parrot',
    args: { times: 3 },
    plugin: { ...PARROT, secrets: ['PARROT_KEY'] },
  });
  expect(secretVariables(model)).toContain('PARROT_KEY');
  expect(() => modelOfSpec({ model: 'parrot' }, { ...context, plugins: [] })).toThrow(
    /No model is named "parrot"/,
  );
});

test('a missing, damaged or ambiguous package is refused by its name', () => {
  expect(() => readPlugins(['assay-plugin-nobody'], folder)).toThrow(
    /"assay-plugin-nobody".*npm install assay-plugin-nobody/,
  );
  expect(() => readPlugins(['../../etc/passwd; rm'], folder)).toThrow(/Cannot find the plug-in/);
  install('assay-plugin-empty', { name: 'assay-plugin-empty', version: '1.0.0' });
  expect(() => readPlugins(['assay-plugin-empty'], folder)).toThrow(/assay of its package\.json/);
  install('assay-plugin-odd', {
    ...MANIFEST,
    assay: { ...MANIFEST.assay, models: [{ id: 'odd', placement: 'moon' }] },
  });
  expect(() => readPlugins(['assay-plugin-odd'], folder)).toThrow(/models\[0\]\.placement.*"moon"/);
  install('assay-plugin-twin', { ...MANIFEST, name: 'assay-plugin-twin' });
  expect(() => readPlugins(['assay-plugin-parrot', 'assay-plugin-twin'], folder)).toThrow(
    /both have a model parrot/,
  );
});

test('a module without the model is refused when it is asked for', async () => {
  install(
    'assay-plugin-hollow',
    { ...MANIFEST, name: 'assay-plugin-hollow' },
    'export const x = 1;',
  );
  const find = createModelFinder(readPlugins(['assay-plugin-hollow'], folder));
  await expect(
    find('parrot', { name: 'assay-plugin-hollow', version: '1.2.0' }),
  ).rejects.toMatchObject({ code: 'model-load-failed' });
});

test('names come from flags and a comma list, each once; a folder is named by its path', () => {
  expect(pluginNames(['a', undefined, ' b,a ,'])).toEqual(['a', 'b']);
  const path = join(folder, 'node_modules', 'assay-plugin-parrot');
  expect(readPlugins([path], '/')[0]).toMatchObject({ ...PARROT, folder: path });
});
