import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../client/cli/program.ts';
import type { Terminal } from '../../../client/cli/terminal.ts';
import { askEvaluation } from '../../../client/cli/wizard.ts';

async function run(...argv: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    print: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    rawNote: () => undefined,
    isInteractive: false,
    canRedraw: false,
    columns: 80,
    hasColour: false,
  };
  const environment = { PATH: process.env['PATH'], ASSAY_DATA_DIR: '/nonexistent/assay' };
  const exitCode = await runProgram(argv, { terminal, environment });
  return { exitCode, out: out.join('\n'), notes: notes.join('\n') };
}

describe('the program', () => {
  it('greets without arguments and helps', async () => {
    const bare = await run();
    expect(bare.exitCode).toBe(0);
    expect(bare.out).toContain('Assay: durable evaluation');
    for (const argv of [['--help'], ['help']]) {
      const help = await run(...argv);
      expect(help.exitCode).toBe(0);
      expect(help.out).toContain('Commands');
    }
    expect((await run('runs', '--help')).out).toContain('assay runs set-concurrency ID N');
    expect((await run('help', 'eval')).out).toContain('--model_args K=V,K=V');
  });

  it('takes leading flags for an evaluation', async () => {
    const flat = await run('--model', 'no-such-model', '--tasks', 'shapes');
    expect(flat.exitCode).toBe(2);
    expect(flat.notes).toContain('No model is named "no-such-model"');
  });

  it.each([
    [['evl'], 'Did you mean "eval"?'],
    [['eval'], 'Nothing to evaluate'],
    [['eval', '--taks', 'x'], 'Did you mean "--tasks"?'],
    [['eval', 'shapes'], 'flags begin with --'],
    [['eval', '--model', 'mock', '--tasks', 'shaps'], 'Cannot find the task "shaps"'],
    [['eval', '--config', '/nonexistent/run.yaml'], 'Cannot read the configuration file'],
    [['eval', '--model', 'mock', '--tasks', 'shapes', '--timezone', 'X/Y'], '--timezone takes'],
    [['tasks', 'grups'], 'Did you mean "groups"?'],
    [['models', 'opnai'], 'Did you mean "openai"?'],
    [['runs', 'stop'], 'No action of runs is named "stop"'],
    [['runs', 'show'], 'needs the id of a run'],
    [['server', 'restart'], 'No action of server'],
    [['rescore'], 'needs the id of a run'],
    [['power', '--alpha', '2'], '--alpha takes a number from 0 to 1'],
  ])('answers %j with one sentence and exit code 2', async (argv, sentence) => {
    const { exitCode, notes, out } = await run(...argv);
    expect(notes).toContain(sentence);
    expect(notes).toMatch(/^error: /);
    expect(notes).not.toContain('    at ');
    expect(out).toBe('');
    expect(exitCode).toBe(2);
  });

  it('says how to start a server that is not there, with exit code 3', async () => {
    const { exitCode, notes } = await run('runs', 'list');
    expect(exitCode).toBe(3);
    expect(notes).toContain('assay server start');
  });

  it('analyses power from the command and from the flag', async () => {
    const command = await run('power', '--documents', '500', '--json');
    expect(JSON.parse(command.out)).toMatchObject({ minimumCount: 2181, effectSize: 0.03 });
    expect((await run('--power-analysis')).out).toContain('2,181');
    expect((await run('power', '--effect-size', '0.06')).out).toContain('546');
  });

  it('analyses power with every option of both', async () => {
    const options =
      '--effect-size 0.05 --alpha 0.01 --power 0.9 --correlation 0.3 --std-a 0.4 --std-b 0.45 --json'.split(
        ' ',
      );
    // (z(.995) + z(.9))² · (.4² + .45² - 2 · .3 · .4 · .45) / .05², from scipy.stats.norm
    const expected = { effectSize: 0.05, deviationB: 0.45, minimumCount: 1515 };
    expect(JSON.parse((await run('power', ...options)).out)).toMatchObject(expected);
    expect(JSON.parse((await run('--power-analysis', ...options)).out)).toMatchObject(expected);
  });

  it('lists tasks and models', async () => {
    expect((await run('tasks')).out).toContain('| shapes_mc');
    expect((await run('--tasks', 'list')).out).toContain('| shapes_mc');
    expect((await run('models', '--aliases')).out).toContain('async_openai');
    expect((await run('models', 'mock')).out).toContain('latency_ms');
    const models: unknown = JSON.parse((await run('models', '--json')).out);
    expect(models).toContainEqual(expect.objectContaining({ id: 'onnx' }));
  });
});

describe('the questions of a bare eval', () => {
  it('become the arguments of the command', async () => {
    const answers = ['nonsense', 'openai', 'model=m,base_url=http://h/v1', '', '-1', '', '', ''];
    const argv = await askEvaluation(
      (_question, fallback) => Promise.resolve(answers.shift() || fallback),
      { note: () => undefined },
    );
    expect(argv).toEqual([
      '--model',
      'openai',
      '--model_args',
      'model=m,base_url=http://h/v1',
      '--tasks',
      'shapes',
      '--limit=-1',
      '--batch_size',
      '1',
      '--output_path',
      './logs',
      '--log_samples',
    ]);
  });

  it('start nothing when the person says no', async () => {
    const answer = await askEvaluation(
      (question, fallback) => Promise.resolve(question.includes('Start') ? 'no' : fallback),
      { note: () => undefined },
    );
    expect(answer).toBeUndefined();
  });
});
