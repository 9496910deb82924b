import { describe, expect, it } from 'vitest';
import { defaultValues, typedValues } from '../../../client/cli/option-values.ts';
import { parseArguments } from '../../../client/cli/parse-arguments.ts';
import { evaluationOptions } from '../../../core/evaluation-options.ts';

function read(...argv: string[]) {
  return typedValues(evaluationOptions, parseArguments(argv, evaluationOptions));
}

describe('parseArguments', () => {
  it('takes underscores and dashes, separate and joined values alike', () => {
    const expected = { model_args: { model: 'x', tries: 3 } };
    expect(read('--model_args', 'model=x,tries=3')).toEqual(expected);
    expect(read('--model-args', 'model=x,tries=3')).toEqual(expected);
    expect(read('--model-args=model=x,tries=3')).toEqual(expected);
    expect(read('--power_analysis')).toEqual({ power_analysis: true });
  });

  it('takes the short forms', () => {
    expect(read('-b', '4', '-n', '2', '-x', '-c', 'folder')).toEqual({
      batch_size: 4,
      repeats: 2,
      predict_only: true,
      use_cache: 'folder',
    });
    expect(read('-b8')).toEqual({ batch_size: 8 });
    expect(read('-b=8')).toEqual({ batch_size: 8 });
  });

  it('lets the last of repeated flags win', () => {
    expect(read('--limit', '3', '--limit', '-1')).toEqual({ limit: -1 });
    expect(read('--detach', '--wait')).toEqual({ detach: false });
  });

  it('reads a negative number as a value and a dash word as a flag', () => {
    expect(read('--limit', '-1', '--log_samples')).toEqual({ limit: -1, log_samples: true });
    expect(() => read('--model', '--tasks', 'a')).toThrow('--model needs a value');
  });

  it('switches the cache on without a value', () => {
    expect(read('--use_cache', '--limit', '2')).toEqual({ use_cache: true, limit: 2 });
    expect(read('--cache', 's3://bucket/answers')).toEqual({ use_cache: 's3://bucket/answers' });
    expect(read('-c', 'true')).toEqual({ use_cache: true });
  });

  it('takes true and false for a switch', () => {
    expect(read('--log_samples=false', '--predict_only=yes')).toEqual({
      log_samples: false,
      predict_only: true,
    });
    expect(() => read('--log_samples=perhaps')).toThrow('--log_samples takes true or false');
  });

  it('names the nearest flag for an unknown one', () => {
    expect(() => read('--modle', 'x')).toThrow('Unknown flag --modle. Did you mean "--model"?');
    expect(() => read('-q')).toThrow('Unknown flag -q.');
  });

  it('refuses what is not available with its reason', () => {
    expect(() => read('--wandb_args', 'project=p')).toThrow(/--wandb_args is not available: /);
  });

  it('leaves words and everything after -- alone', () => {
    const parsed = parseArguments(['show', 'id', '--', '--json'], evaluationOptions);
    expect(parsed.positionals).toEqual(['show', 'id', '--json']);
  });
});

describe('conversion of values', () => {
  it.each([
    ['42', [42, 42, 42, 42]],
    ['1,2,3', [1, 2, 3, 1234]],
    ['1,None,3,None', [1, null, 3, null]],
  ])('reads the seeds %s', (text, seeds) => {
    expect(read('--seed', text)).toEqual({ seed: seeds });
  });

  it.each(['1,2', '1,2,3,4,5', 'x', '-1', '1.5'])('refuses the seeds %s', (text) => {
    expect(() => read(`--seed=${text}`)).toThrow('--seed takes');
  });

  it('reads reasoning tags as JSON or none', () => {
    expect(read('--reasoning_tags', 'none')).toEqual({ reasoning_tags: null });
    expect(read('--reasoning_tags', '[["<a>","</a>"]]')).toEqual({
      reasoning_tags: [['<a>', '</a>']],
    });
    expect(() => read('--reasoning_tags', '<think>')).toThrow('--reasoning_tags takes none or');
  });

  it('says what a number must be', () => {
    expect(() => read('--priority', '9')).toThrow('--priority takes a whole number from 1 to 5');
    expect(() => read('--offset', '1.5')).toThrow('a whole number of at least 0, but got "1.5"');
    expect(() => read('--limit', 'ten')).toThrow('--limit takes a number, but got "ten"');
    expect(() => read('--batch_size', '0')).toThrow('or auto');
    expect(read('--batch_size', 'auto')).toEqual({ batch_size: 'auto' });
  });

  it('takes choices in any case and suggests the nearest', () => {
    expect(read('--verbosity', 'debug')).toEqual({ verbosity: 'DEBUG' });
    expect(() => read('--verbosity', 'DEBUGG')).toThrow('Did you mean "DEBUG"?');
  });

  it('has the documented defaults', () => {
    expect(defaultValues(evaluationOptions)).toMatchObject({
      seed: [0, 1234, 1234, 1234],
      batch_size: 1,
      repeats: 1,
      offset: 0,
      timezone: 'UTC',
      max_failed_fraction: 0.05,
      effect_size: 0.03,
    });
  });
});
