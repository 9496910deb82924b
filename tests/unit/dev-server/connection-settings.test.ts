import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { connectionSettings } from '../../../deploy/dev-server/connection-settings.ts';
import { currentProcessIdentity } from '../../../deploy/dev-server/process-identity.ts';
import { emptyStackState, writeStackState } from '../../../deploy/dev-server/stack-state.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const KEY = 'key-that-must-not-show';

async function profileFile(text: string): Promise<{ directory: string; file: string }> {
  const directory = await temporaryDirectory();
  const file = join(directory, 'temporal.toml');
  await writeFile(file, text);
  return { directory, file };
}

async function settingsFor(environment: Record<string, string>, dataDirectory?: string) {
  return connectionSettings({
    dataDirectory: dataDirectory ?? (await temporaryDirectory()),
    environment: { TEMPORAL_CONFIG_FILE: '/dev/null', ...environment },
  });
}

async function writeServer(dataDirectory: string, identity: { pid: number; startTime: string }) {
  const server = {
    ...identity,
    address: '127.0.0.1:17999',
    namespace: 'default',
    uiUrl: 'http://127.0.0.1:18999',
    binary: '/bin/temporal',
    dynamicConfig: {},
  };
  await writeStackState({ ...(await emptyStackState(dataDirectory)), server });
}

test('the address, namespace and API key come from the environment', async () => {
  const settings = await settingsFor({
    TEMPORAL_ADDRESS: 'cloud.example:7233',
    TEMPORAL_NAMESPACE: 'team.account',
    TEMPORAL_API_KEY: KEY,
  });
  expect(settings).toMatchObject({
    source: 'environment',
    address: 'cloud.example:7233',
    namespace: 'team.account',
  });
  expect(settings?.connectionOptions).toEqual({
    address: 'cloud.example:7233',
    apiKey: KEY,
    tls: true,
  });
});

test('the API key shows in no dump of the settings', async () => {
  const settings = await settingsFor({ TEMPORAL_ADDRESS: 'a:1', TEMPORAL_API_KEY: KEY });
  expect(JSON.stringify(settings)).not.toContain(KEY);
  expect(inspect(settings, { depth: null })).not.toContain(KEY);
  expect(JSON.stringify({ ...settings })).not.toContain(KEY);
  expect(settings?.connectionOptions.apiKey).toBe(KEY);
});

test('TLS files are read and a missing one is named', async () => {
  const directory = await temporaryDirectory();
  const certificate = join(directory, 'ca.pem');
  await writeFile(certificate, 'certificate');
  const settings = await settingsFor({
    TEMPORAL_ADDRESS: 'a:1',
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificate,
  });
  expect(settings?.connectionOptions.tls).toMatchObject({
    serverRootCACertificate: new TextEncoder().encode('certificate'),
  });
  const missing = join(directory, 'missing.pem');
  const attempt = settingsFor({
    TEMPORAL_ADDRESS: 'a:1',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: missing,
  });
  await expect(attempt).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining(missing) as string,
  });
});

test('a named profile is used, and variables override it', async () => {
  const { file } = await profileFile(
    `[profile.lab]\naddress = "lab.example:7233"\nnamespace = "lab"\napi_key = "${KEY}"\n`,
  );
  const environment = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'lab' };
  const settings = await settingsFor(environment);
  expect(settings).toMatchObject({
    source: 'profile',
    address: 'lab.example:7233',
    namespace: 'lab',
  });
  expect(settings?.connectionOptions.apiKey).toBe(KEY);
  expect(await settingsFor({ ...environment, TEMPORAL_NAMESPACE: 'other' })).toMatchObject({
    source: 'profile',
    namespace: 'other',
  });
});

test('the default profile counts when it has an address', async () => {
  const { file } = await profileFile('[profile.default]\naddress = "home.example:7233"\n');
  expect(await settingsFor({ TEMPORAL_CONFIG_FILE: file })).toMatchObject({
    source: 'profile',
    address: 'home.example:7233',
    namespace: 'default',
  });
});

test('an unknown profile and one without address are refused by name', async () => {
  const { file } = await profileFile('[profile.lab]\nnamespace = "lab"\n');
  const environment = { TEMPORAL_CONFIG_FILE: file };
  await expect(settingsFor({ ...environment, TEMPORAL_PROFILE: 'nope' })).rejects.toThrow(
    `${file} has no profile "nope"`,
  );
  await expect(settingsFor({ ...environment, TEMPORAL_PROFILE: 'lab' })).rejects.toThrow(
    'the profile "lab": it has no address',
  );
});

test('a broken profile file is refused by line, without quoting the line', async () => {
  const { file } = await profileFile(`[profile.default]\napi_key = "${KEY}\n`);
  const attempt = settingsFor({ TEMPORAL_CONFIG_FILE: file });
  await expect(attempt).rejects.toThrow(`${file}: line 2 is not valid TOML`);
  await expect(attempt).rejects.not.toThrow(KEY);
});

test.each(['http://localhost:7233', 'local host:7233', 'localhost:port', 'a/b:1'])(
  'the address %j is refused',
  async (address) => {
    const attempt = settingsFor({ TEMPORAL_ADDRESS: address });
    await expect(attempt).rejects.toThrow(`"${address}": expected host:port`);
  },
);

test('an empty TEMPORAL_ADDRESS counts as not set', async () => {
  expect(await settingsFor({ TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '' })).toBeUndefined();
});

test('without configuration the living embedded server is used', async () => {
  const directory = await temporaryDirectory();
  await writeServer(directory, currentProcessIdentity());
  const settings = await settingsFor({ TEMPORAL_NAMESPACE: 'elsewhere' }, directory);
  expect(settings).toMatchObject({
    source: 'embedded',
    address: '127.0.0.1:17999',
    namespace: 'default',
  });
});

test('a dead embedded server is not used', async () => {
  const directory = await temporaryDirectory();
  await writeServer(directory, { pid: process.pid, startTime: 'an earlier life' });
  expect(await settingsFor({}, directory)).toBeUndefined();
});
