import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explain, startProcess } from '../../support/cli-process.ts';
import { errorSentence, ownEnvironment } from '../../support/cli-stack.ts';

const MAIN = fileURLToPath(new URL('../../../dist/client/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-cli-input-'));
const dataDirectory = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const assay = (...args: readonly string[]) =>
  startProcess([process.execPath, MAIN, ...args], {
    cwd: folder,
    environment: { ...ownEnvironment(), ASSAY_DATA_DIR: dataDirectory },
  }).result;

function file(path: string, text: string): string {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return path;
}

const task = (name: string, more = '') => `task: ${name}
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
doc_to_text: "{{ question }}"
doc_to_target: "{{ answer }}"
output_type: generate_until
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
${more}
`;
/** Each level refers to the one above ten times: a hundred thousand items in a few lines. */
const BOMB = ['a', 'b', 'c', 'd', 'e', 'f']
  .map((name, index, names) => {
    const item = index === 0 ? 'x' : `*${names[index - 1]!}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => item).join(', ')}]`;
  })
  .join('\n');

file('taken', 'a file, not a folder\n');
file('unknown-key.yaml', 'model: mock\ntasks: shapes_mc\nlimmit: 4\n');
file('bomb.yaml', task('bomb', `${BOMB}\nmetadata: { list: *f }`));
file('special-key.yaml', task('special', '__proto__: { polluted: true }'));
file('lost-function.yaml', task('lost', 'process_results: !function helpers.score'));

const shapes = ['eval', '--model', 'mock', '--tasks', 'shapes_mc'];

describe('input that is found wrong before anything starts', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['a model', ['eval', '--model', 'mokc', '--tasks', 'shapes'], /"mokc".*Did you mean "mock"/],
    ['a task', ['eval', '--model', 'mock', '--tasks', 'shape_mc'], /"shape_mc".*"shapes_mc"/],
    ['a flag', [...shapes, '--limt', '3'], /--limt\..*Did you mean "--limit"/],
    ['a command', ['evl'], /"evl".*Did you mean "eval"/],
    [
      'a key of a configuration file',
      ['eval', '--config', 'unknown-key.yaml'],
      /^unknown-key\.yaml:3: Unknown keys in config file: \['limmit'\]\. Valid keys are: \['agentic_trace_mode', .*\]\. Did you mean "limit"\?$/,
    ],
    [
      'a configuration file that is not there',
      ['eval', '--config', 'nightly.yaml'],
      /nightly\.yaml: it does not exist\. Give --config/,
    ],
    [
      'a folder of tasks that is not there',
      [...shapes, '--include_path', 'nowhere'],
      /nowhere: it does not exist\. Give --include_path/,
    ],
    ['a limit in words', [...shapes, '--limit', 'few'], /--limit takes a number.*"few"/],
    ['a limit of nothing', [...shapes, '--limit', '0'], /--limit takes -1 \(all\).*got 0/],
    ['a limit with a fraction', [...shapes, '--limit', '1.5'], /--limit takes.*got 1\.5/],
    ['seeds in words', [...shapes, '--seed', 'a,b'], /--seed takes one, three or four.*"a,b"/],
    ['no task', ['eval', '--model', 'mock', '--tasks', ''], /--tasks takes at least one name/],
    [
      'a key in plain text',
      [
        'eval',
        '--model',
        'openai',
        '--model_args',
        'model=m,api_key=sk-live-1',
        '--tasks',
        'shapes',
      ],
      /literal api_key.*api_key_env=NAME/,
    ],
    [
      'an output path below a file',
      [...shapes, '--output_path', 'taken/results'],
      /--output_path taken\/results:.*Name a folder/,
    ],
    [
      'a task file with nested references',
      ['eval', '--model', 'mock', '--tasks', 'bomb.yaml'],
      /bomb\.yaml:\d+:\d+: .*aliases/,
    ],
    [
      'a task file with a special key',
      ['eval', '--model', 'mock', '--tasks', 'special-key.yaml'],
      /special-key\.yaml:\d+:1: it holds the key "__proto__"/,
    ],
    [
      'a task file that names a missing function',
      ['eval', '--model', 'mock', '--tasks', 'lost-function.yaml'],
      /"!function helpers\.score" needs .*helpers\.ts .*does not exist/,
    ],
  ])('%s: one sentence, exit code 2, nothing left behind', async (_, args, sentence) => {
    const result = await assay(...args);
    expect(result.code, explain(result)).toBe(2);
    expect(errorSentence(result)).toMatch(sentence);
    expect(result.stdout).toBe('');
    expect(result.stdout + result.stderr).not.toContain('sk-live-1');
    expect(existsSync(dataDirectory)).toBe(false);
  });

  test('a path that no folder can be made in is refused instead of waited for', async () => {
    // The process file system takes no folders, whoever asks.
    const path = process.platform === 'linux' ? '/proc/results' : '/dev/null/results';
    const result = await assay(...shapes, '--output_path', path);
    expect(result.code, explain(result)).toBe(2);
    expect(errorSentence(result)).toContain(path);
  });

  test('a check of the output path leaves no folder when something else is wrong', async () => {
    file(
      'two.yaml',
      `- { model: mock, tasks: shapes_mc, output_path: out/one }\n- { model: mock, tasks: shaps }\n`,
    );
    const result = await assay('eval', '--config', 'two.yaml');
    expect(result.code, explain(result)).toBe(2);
    expect(errorSentence(result)).toContain('"shaps"');
    expect(readdirSync(folder)).not.toContain('out');
  });
});

describe('without a server', () => {
  test('questions about runs say how to start one', async () => {
    for (const args of [
      ['runs', 'list'],
      ['runs', 'show', 'x'],
      ['runs', 'cancel', 'x'],
    ]) {
      const result = await assay(...args);
      expect(result.code, explain(result)).toBe(3);
      expect(errorSentence(result)).toContain('assay server start');
    }
  });

  test('a server elsewhere that does not answer is named', async () => {
    const environment = { ...ownEnvironment(), TEMPORAL_ADDRESS: '127.0.0.1:9' };
    const command = [process.execPath, MAIN, 'runs', 'list'];
    const result = await startProcess(command, { cwd: folder, environment }).result;
    expect(result.code, explain(result)).toBe(3);
    expect(errorSentence(result)).toContain('127.0.0.1:9');
  });
});
