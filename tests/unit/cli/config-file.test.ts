import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../client/cli/config-file.ts';
import { parseArguments } from '../../../client/cli/parse-arguments.ts';
import { resolveEvaluations } from '../../../client/cli/resolve-evaluations.ts';
import { maskValue } from '../../../client/cli/secret-names.ts';
import { evaluationOptions, validConfigKeys } from '../../../core/evaluation-options.ts';

function resolve(
  yaml: string,
  argv: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const parsed = parseArguments(argv, evaluationOptions);
  return resolveEvaluations(parsed, parseConfig(yaml, 'run.yaml'), environment);
}

const values = (yaml: string, argv?: readonly string[], environment?: Record<string, string>) =>
  resolve(yaml, argv, environment)[0]?.values ?? {};

describe('a configuration file', () => {
  it('stands between defaults and the command line', () => {
    const resolved = values('model: onnx\nlimit: 5\noffset: 3', ['--limit', '7', '--offset=0']);
    expect(resolved).toMatchObject({ model: 'onnx', limit: 7, offset: 0, repeats: 1 });
  });

  it('passes values through the conversion of flags', () => {
    expect(values('seed: "42,42,42,43"')['seed']).toEqual([42, 42, 42, 43]);
    expect(values('seed: [1, null, 3]')['seed']).toEqual([1, null, 3, 1234]);
    expect(values('tasks: a, b')['tasks']).toEqual(['a', 'b']);
    expect(values('tasks: [a, b]')['tasks']).toEqual(['a', 'b']);
    expect(values('model_args: model=x,tries=2')['model_args']).toEqual({ model: 'x', tries: 2 });
    expect(values('reasoning_tags: none')['reasoning_tags']).toBeNull();
    expect(() => values('offset: -1')).toThrow('run.yaml:1: offset takes a whole number');
  });

  it('may hold several evaluations, each with its own variables', () => {
    const [first, second] = resolve(
      '- env: {SIZE: 7b}\n  model_args: model=m-${SIZE}\n- env: {SIZE: 3b}\n  model_args: model=m-${SIZE}\n',
    );
    expect(first?.values['model_args']).toEqual({ model: 'm-7b' });
    expect(second?.values['model_args']).toEqual({ model: 'm-3b' });
    expect(first?.variables).toEqual({ SIZE: '7b' });
    expect(second?.variables).toEqual({ SIZE: '3b' });
  });

  it('expands variables with and without defaults', () => {
    const yaml =
      'model_args:\n  model: ${MODEL:-small}\n  timeout: ${SECONDS:-60}\noutput_path: ${OUT}/results\nsystem_instruction: literal $${OUT}';
    const resolved = values(yaml, [], { OUT: '/data', SECONDS: '5' });
    expect(resolved['model_args']).toEqual({ model: 'small', timeout: 5 });
    expect(resolved['output_path']).toBe('/data/results');
    expect(resolved['system_instruction']).toBe('literal ${OUT}');
    expect(() => values('\noutput_path: ${NOWHERE}')).toThrow(
      'run.yaml:2: the environment variable NOWHERE is not set',
    );
  });

  it('keeps secrets by name, wherever their values are', () => {
    const environment = { OPENAI_API_KEY: 'sk-1' };
    const text = values('model_args: model=x,api_key=${OPENAI_API_KEY}', [], environment);
    expect(text['model_args']).toEqual({ model: 'x', api_key_env: 'OPENAI_API_KEY' });
    const mapping = values('model_args: {api_key: "${OPENAI_API_KEY}"}', [], environment);
    expect(mapping['model_args']).toEqual({ api_key_env: 'OPENAI_API_KEY' });
    expect(() => values('system_instruction: ${OPENAI_API_KEY}', [], environment)).toThrow(
      'looks like a secret',
    );
    expect(() => values('model_args: {api_key: sk-2}')).toThrow('api_key_env=NAME');
  });

  it('shows variables with secrets masked', () => {
    expect(maskValue('HF_TOKEN', 'abc')).toBe('********');
    expect(maskValue('my_password', 'a much longer value')).toBe('********');
    expect(maskValue('HF_HOME', '/cache')).toBe('/cache');
  });

  it('names unknown and valid keys, both sorted', () => {
    const valid = validConfigKeys().map((key) => `'${key}'`);
    expect(() => values('model: mock\nzebra: 1\nlimits: 2')).toThrow(
      `run.yaml:2: Unknown keys in config file: ['limits', 'zebra']. Valid keys are: [${valid.join(', ')}].`,
    );
    expect(() => values('limits: 2')).toThrow('Did you mean "limit"?');
  });

  it('gives the reason for keys that are not available', () => {
    expect(() => values('model: mock\nwandb_args: project=p')).toThrow(
      'run.yaml:2: wandb_args is not available',
    );
  });

  it('remembers what was named for notes on flags without effect', () => {
    const [resolved] = resolve('trust_remote_code: true', ['--limit', '2']);
    expect([...(resolved?.given ?? [])].sort()).toEqual(['limit', 'trust_remote_code']);
  });

  it.each([
    ['just text', 'run.yaml:1: expected a mapping'],
    ['', 'expected a mapping'],
    ['- model: mock\n- 7', 'run.yaml:2: expected a mapping'],
    ['model: [unclosed', 'not readable as YAML'],
    ['model: a\nmodel: b', 'run.yaml:2: not readable as YAML'],
    ['model_args: {__proto__: {x: 1}}', 'the key __proto__ is not allowed'],
    ['model: !!js/function x', 'not readable as YAML'],
    ['env: [1]', 'env takes a mapping'],
    ['env: {"A B": 1}', 'env takes names'],
  ])('refuses %j with a place and a reason', (yaml, message) => {
    expect(() => values(yaml)).toThrow(message);
  });

  it('refuses aliases that multiply', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level <= 8; level += 1) {
      const before = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => before).join(',')}]`);
    }
    expect(() => values(lines.join('\n'))).toThrow(/run\.yaml:\d+: .*alias/i);
  });
});
