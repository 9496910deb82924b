import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../../../core/filters/run-pipeline.ts';

const TAKE_FIRST = { function: 'take_first' };

describe('runPipeline', () => {
  it('takes the first response, or the empty text where there is none', () => {
    expect(runPipeline([TAKE_FIRST], ['x', 'y']).output).toBe('x');
    expect(runPipeline([TAKE_FIRST], []).output).toBe('');
  });

  it('votes after extracting from the first three of four samples', () => {
    const steps = [
      { function: 'take_first_k', k: 3 },
      { function: 'regex', regex_pattern: '(\\d+)', group_select: -1 },
      { function: 'majority_vote' },
      TAKE_FIRST,
    ];
    expect(runPipeline(steps, ['x 1 2', '3', 'so 2', '3'])).toEqual({
      output: '2',
      isFallback: false,
    });
  });

  it('resolves a tied vote for the response seen first', () => {
    expect(runPipeline([{ function: 'majority_vote' }], ['b', 'a', 'a', 'b']).output).toEqual([
      'b',
    ]);
  });

  it('finds the GSM8K answer line by default', () => {
    expect(runPipeline([{ function: 'regex' }, TAKE_FIRST], ['x\n#### -1,234']).output).toBe(
      '-1,234',
    );
  });

  it('says that a fallback came out, also after later filters', () => {
    const steps = [
      { function: 'regex', regex_pattern: '\\d+', fallback: 'NONE' },
      { function: 'lowercase' },
      TAKE_FIRST,
    ];
    expect(runPipeline(steps, ['no number'])).toEqual({ output: 'none', isFallback: true });
    expect(runPipeline(steps, ['7'])).toEqual({ output: '7', isFallback: false });
  });

  it('does not call a vote a fallback when a real answer won it', () => {
    const steps = [{ function: 'regex', regex_pattern: '\\d+' }, { function: 'majority_vote' }];
    expect(runPipeline(steps, ['4', 'x', '4']).isFallback).toBe(false);
    expect(runPipeline(steps, ['4', 'x', 'y']).isFallback).toBe(true);
  });

  it('falls back when there are fewer matches than group_select asks, or throws when told so', () => {
    const steps = [{ function: 'regex', regex_pattern: '\\w+', group_select: 1 }];
    expect(runPipeline(steps, ['one'])).toEqual({ output: ['[invalid]'], isFallback: true });
    expect(() => runPipeline(steps, ['one'], { whenOutOfRange: 'error' })).toThrow(/1 matches/);
  });

  it('maps, changes case and removes one leading space', () => {
    const steps = [
      { function: 'remove_whitespace' },
      { function: 'uppercase' },
      { function: 'map', mapping_dict: { B: 2 }, default_value: 'none' },
    ];
    expect(runPipeline(steps, [' b', '  b', 'c']).output).toEqual([2, 'none', 'none']);
  });

  it('strips reasoning, a lone end tag included', () => {
    const steps = [{ function: 'strip_thinking' }];
    expect(runPipeline(steps, ['<think>A</think> B', 'A</think>B']).output).toEqual(['B', 'B']);
  });

  it('refuses to take more responses than there are', () => {
    expect(() => runPipeline([{ function: 'take_first_k', k: 2 }], ['a'])).toThrow(
      /Set repeats to 2/,
    );
  });

  it('names the nearest filter for an unknown one', () => {
    expect(() => runPipeline([{ function: 'take_frist' }], ['a'])).toThrow(
      /Did you mean "take_first"\?/,
    );
  });

  it('refuses options of the wrong kind', () => {
    expect(() => runPipeline([{ function: 'regex', group_select: 'last' }], ['a'])).toThrow(
      /group_select is "last"/,
    );
  });
});
