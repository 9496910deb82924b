import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explain, startProcess, type CliResult } from '../../support/cli-process.ts';
import { ownEnvironment } from '../../support/cli-stack.ts';

const MAIN = fileURLToPath(new URL('../../../dist/client/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-tasks-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function assay(code: number, ...args: readonly string[]): Promise<CliResult> {
  const environment = { ...ownEnvironment(), NO_COLOR: '1' };
  const command = [process.execPath, MAIN, 'tasks', ...args];
  const result = await startProcess(command, { cwd: folder, environment }).result;
  expect(result.code, explain(result)).toBe(code);
  return result;
}

interface Row {
  readonly name: string;
  readonly needs: readonly string[];
  readonly metrics: readonly string[];
}

describe('the catalogue', () => {
  test('is listed with what each task needs and measures', async () => {
    const { stdout } = await assay(0, 'list', 'mmbench_en*', 'chartqa', '--json');
    const rows = JSON.parse(stdout) as readonly Row[];
    expect(rows.find(({ name }) => name === 'chartqa')).toMatchObject({
      outputType: 'generate_until',
      dataset: 'lmms-lab/ChartQA',
      split: 'test',
    });
    expect(rows.every(({ name }) => /^(?:mmbench_en|chartqa$)/.test(name))).toBe(true);
    expect(rows.find(({ name }) => name === 'mmbench_en_dev')?.needs).toEqual(
      expect.arrayContaining(['media', 'judge']),
    );
  });

  test('tells all about one task, and the nearest name of none', async () => {
    const { stdout } = await assay(0, 'show', 'mmbench_en_dev');
    expect(stdout).toMatch(/^Task +mmbench_en_dev$/m);
    expect(stdout).toMatch(/^Dataset +lmms-lab\/MMBench, configuration en, split dev$/m);
    expect(stdout).toMatch(/^Metrics +gpt_eval_score \(.*more is better\)$/m);
    expect(stdout).toMatch(/^Groups +.*mmbench_en/m);
    expect((await assay(2, 'show', 'mmbench_en_dve')).stderr).toContain('"mmbench_en_dev"');
    expect((await assay(0, 'show', 'shapes')).stdout).toMatch(/^Members +shapes_mc, shapes_free/m);
    expect((await assay(2, 'show')).stderr).toContain('takes one name');
  });
});

describe('tasks check', () => {
  const own = join(folder, 'own');
  const yaml = (question: string) =>
    `task: own\ndataset_path: jsonl\ndataset_kwargs: { data_files: data.jsonl }\ntest_split: test\ndoc_to_text: ${question}\ndoc_to_target: !function score.target\nprocess_results: !function score.score\n`;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', own, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
  const change = (question: string) => writeFileSync(join(own, 'own.yaml'), yaml(question));

  test('finds nothing, then shows what changed since a commit, then what is wrong', async () => {
    execFileSync('mkdir', ['-p', own]);
    writeFileSync(join(own, 'README.md'), 'Our own.\n');
    writeFileSync(
      join(own, 'data.jsonl'),
      '{"q":"Which colour?","a":"red"}\n{"q":"Who?","a":"me"}\n',
    );
    writeFileSync(
      join(own, 'score.ts'),
      'interface Row { readonly a: string }\nexport const target = (row: Row): string => row.a;\nexport const score = (): object => ({ acc: 1 });\n',
    );
    change('"{{ q }}"');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');

    const clean = await assay(0, 'check', own, '--documents', '2', '--against', 'HEAD');
    expect(clean.stdout).toContain('own, document 0\n[user]\nWhich colour?\n[answer]\nred');
    expect(clean.stdout).toContain('1 tasks, 0 errors, 0 advice, 0 changed prompts');

    change('"{{ q }} Answer briefly."');
    const changed = ['check', own, '--documents', '2', '--against', 'HEAD'];
    expect((await assay(0, ...changed)).stdout).toContain(
      'Changed: own, document 1\n@@ -1,4 +1,4 @@\n [user]\n-Who?\n+Who? Answer briefly.\n [answer]\n me',
    );
    await assay(1, ...changed, '--fail_on_change');
    expect((await assay(2, 'check', own, '--against', 'nowhere')).stderr).toContain(
      'no such revision',
    );

    change('"{{ quest }}"');
    const wrong = await assay(1, 'check', own);
    expect(wrong.stdout).toContain('Document 0 of own: Cannot render doc_to_text');
    change('"{{ q }}"\nrepets: 2');
    const { findings } = JSON.parse((await assay(1, 'check', own, '--json')).stdout) as {
      findings: readonly { level: string; message: string }[];
    };
    expect(findings[0]).toMatchObject({ level: 'error' });
    expect(findings[0]?.message).toMatch(
      /own\.yaml:6:1: unknown key "repets"\. Did you mean "repeats"/,
    );
  });

  test('compares two folders', async () => {
    const copy = join(folder, 'copy');
    change('"{{ q }}"');
    cpSync(own, copy, { recursive: true });
    change('"{{ q | upper }}"');
    const { stdout } = await assay(0, 'check', own, '--against', copy);
    expect(stdout).toContain('-Which colour?\n+WHICH COLOUR?');
  });
});
