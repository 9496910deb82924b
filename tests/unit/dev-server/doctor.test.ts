import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runDoctor } from '../../../deploy/dev-server/doctor.ts';
import { checkNode } from '../../../deploy/dev-server/doctor/check-host.ts';
import { checkModule, checkProgram } from '../../../deploy/dev-server/doctor/check-tools.ts';
import { examine } from '../../../deploy/dev-server/doctor/doctor-check.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const base = {
  TEMPORAL_CONFIG_FILE: '/dev/null',
  PATH: process.env['PATH'],
  HF_ENDPOINT: 'http://user:password@127.0.0.1:9',
};

test('the report covers every check and is plain JSON', async () => {
  const dataDirectory = await temporaryDirectory();
  const report = await runDoctor({ dataDirectory, environment: base });
  expect(report.checks.length).toBeGreaterThanOrEqual(15);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  for (const check of report.checks) expect(check.found).not.toBe('');
});

test('secrets show by name only', async () => {
  const value = 'value-that-must-not-show';
  const report = await runDoctor({
    dataDirectory: await temporaryDirectory(),
    environment: { ...base, OPENAI_API_KEY: value, AWS_SECRET_ACCESS_KEY: value, HF_TOKEN: '' },
  });
  const text = JSON.stringify(report);
  expect(text).not.toContain(value);
  expect(text).not.toContain('password');
  const secrets = report.checks.find(({ name }) => name.startsWith('Secrets'));
  expect(secrets?.found).toBe('AWS_SECRET_ACCESS_KEY, OPENAI_API_KEY');
});

test('an unreachable configured server is a problem with a remedy', async () => {
  const report = await runDoctor({
    dataDirectory: await temporaryDirectory(),
    environment: { ...base, TEMPORAL_ADDRESS: '127.0.0.1:9' },
  });
  const server = report.checks.find(({ name }) => name === 'Temporal server');
  expect(server).toMatchObject({ status: 'problem' });
  expect(server?.found).toContain('127.0.0.1:9');
  expect(server?.remedy).toContain('TEMPORAL_API_KEY');
  expect(report.status).toBe('problem');
});

test('a data folder that is a file is a problem', async () => {
  const path = join(await temporaryDirectory(), 'file');
  await writeFile(path, '');
  const report = await runDoctor({ dataDirectory: path, environment: base });
  const store = report.checks.find(({ name }) => name === 'Artifact store');
  expect(store).toMatchObject({ status: 'problem' });
});

test('a reachable hub is found', async () => {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const report = await runDoctor({
    dataDirectory: await temporaryDirectory(),
    environment: { ...base, HF_ENDPOINT: origin },
  });
  const hub = report.checks.find(({ name }) => name === 'Hugging Face hub');
  expect(hub).toMatchObject({ status: 'ok', found: `${origin} answers` });
});

test('an old Node is a problem and a newer one is not', () => {
  expect(checkNode('20.18.3').status).toBe('problem');
  expect(checkNode('18.99.0').status).toBe('problem');
  expect(checkNode('20.19.0').status).toBe('ok');
  expect(checkNode('24.1.0').status).toBe('ok');
});

test('a check that throws is a finding of its own', async () => {
  const check = await examine('x', () => Promise.reject(new Error('broken')));
  expect(check).toEqual({ name: 'x', status: 'problem', found: 'broken' });
});

test('a module that is not installed is a problem', async () => {
  expect(await checkModule('no-such-module-anywhere')).toMatchObject({ status: 'problem' });
});

test('a program that fails is told from one that is missing', async () => {
  const folder = await temporaryDirectory();
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'tool');
  await writeFile(path, '#!/bin/sh\necho "no driver" >&2\nexit 9\n');
  await chmod(path, 0o755);
  const absence = { status: 'ok' } as const;
  expect(await checkProgram(path, [], absence)).toMatchObject({
    status: 'warning',
    found: 'does not work: no driver',
  });
  expect(await checkProgram(join(folder, 'none'), [], absence)).toEqual({
    status: 'ok',
    found: 'not installed',
  });
});
