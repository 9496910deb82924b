import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { explain, startProcess, type CliResult } from '../../support/cli-process.ts';
import { ownEnvironment } from '../../support/cli-stack.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-cli-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = { ...ownEnvironment(), ASSAY_DATA_DIR: join(folder, 'data'), NO_COLOR: '1' };
const run = async (command: readonly string[], cwd = folder): Promise<CliResult> => {
  const result = await startProcess(command, { cwd, environment }).result;
  expect(result.code, explain(result)).toBe(0);
  return result;
};
const assay = (...args: readonly string[]) =>
  run([process.execPath, join(ROOT, 'dist', 'client', 'cli', 'main.js'), ...args]);
const json = async (...args: readonly string[]) =>
  JSON.parse((await assay(...args, '--json')).stdout) as unknown;

describe('help', () => {
  test.each('eval runs rescore tasks models power server worker doctor version'.split(' '))(
    'of %s shows usage and examples',
    async (name) => {
      const { stdout, stderr } = await assay(name, '--help');
      expect(stdout).toContain(`Usage: assay ${name}`);
      expect(stdout).toMatch(new RegExp(`Examples\\n {2}assay ${name}`));
      expect(stderr).toBe('');
    },
  );

  test('of the program lists the commands and the exit codes', async () => {
    const { stdout } = await assay('--help');
    expect(stdout).toContain('Exit codes: 0 ok, 1 evaluation failed, 2 bad input');
  });
});

describe('what needs no server', () => {
  test('power: 2181 documents show 3 points; 500 show 6.3', async () => {
    expect(await json('power')).toMatchObject({ minimumCount: 2181 });
    expect((await assay('power')).stdout).toMatch(/Documents needed\s+\|\s+2,181 \|/);
    const other = (await json('power', '--documents', '500')) as JsonObject;
    expect(other['minimumDetectableEffect']).toBeCloseTo(0.0626, 3);
    expect((await assay('eval', '--power-analysis')).stdout).toContain('2,181');
  });

  test('version names everything that takes part', async () => {
    const versions = (await json('version')) as JsonObject;
    expect(versions).toMatchObject({ assay: '0.1.0', node: process.versions.node });
    expect(versions['temporal_sdk']).toMatch(/^1\.\d+\.\d+$/);
    expect(versions['temporal_server']).toMatch(/^1\.\d+\.\d+$/);
    expect((await assay('--version')).stdout).toContain('0.1.0');
  });

  test('doctor gives findings with a status each, and remedies where something is amiss', async () => {
    const report = (await json('doctor')) as JsonObject;
    const checks = report['checks'] as JsonObject[];
    expect(checks.map((check) => check['name'])).toContain('Temporal program');
    for (const check of checks) {
      expect(['ok', 'warning', 'problem']).toContain(check['status']);
      if (check['status'] !== 'ok') expect(check['remedy']).toMatch(/\w/);
    }
  });

  test('tasks lists tasks, groups, subtasks and tags', async () => {
    expect((await assay('tasks', 'list')).stdout).toContain('shapes_mc');
    // The columns are as wide as the longest group of the catalogue needs.
    expect((await assay('tasks', 'groups')).stdout).toMatch(
      /^\| shapes +\| shapes_mc, shapes_free, shapes_loglikelihood +\|/m,
    );
    expect((await assay('tasks', 'subtasks')).stdout).toContain('shapes_loglikelihood');
    expect(Array.isArray(await json('tasks', 'tags'))).toBe(true);
    expect((await assay('--tasks', 'list')).stdout).toContain('shapes_mc');
  });

  test('models shows other names, and the arguments of one', async () => {
    expect((await assay('models', '--aliases')).stdout).toMatch(/openai_compatible.*async_openai/);
    expect((await assay('models', 'async_openai')).stdout).toContain('api_key_env');
  });
});

test('the launcher of a clone runs the same program', async () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await run([npm, 'run', '-s', 'assay', '--', 'version', '--json'], ROOT);
  expect(JSON.parse(stdout)).toMatchObject({ assay: '0.1.0' });
});
