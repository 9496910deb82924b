import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../../../core/filters/run-pipeline.ts';

const DOCUMENT = { choices: ['red', 'blue', 'red wine (dry)', 'none of the above'] };

function chosen(text: string, options: Record<string, string | number | boolean> = {}): unknown {
  const step = { function: 'multi_choice_regex', regex_pattern: '(\\([A-Z]\\))', ...options };
  const { output, isFallback } = runPipeline([step], [text], { document: DOCUMENT });
  return isFallback ? ['fallback', output] : output;
}

describe('multi_choice_regex', () => {
  it('prefers the pattern, then the text of a choice, then a letter after a colon', () => {
    expect(chosen('red, so (B)')).toEqual(['(B)']);
    expect(chosen('it is blue')).toEqual(['(B)']);
    expect(chosen('Answer: D')).toEqual(['(D)']);
  });

  it('falls back when none of the three is there', () => {
    expect(chosen('no idea', { fallback: '?' })).toEqual(['fallback', ['?']]);
  });

  it('ignores case and punctuation of choices when told to', () => {
    expect(chosen('RED')).toEqual(['fallback', ['[invalid]']]);
    expect(chosen('RED', { ignore_case: true })).toEqual(['(A)']);
    expect(chosen('None, of the above!', { ignore_case: true, ignore_punctuation: true })).toEqual([
      '(D)',
    ]);
  });

  it('counts matches from the end with a negative group_select', () => {
    expect(chosen('(A) or (B)', { group_select: -1 })).toEqual(['(B)']);
  });

  it('says what the document lacks', () => {
    expect(() =>
      runPipeline([{ function: 'multi_choice_regex' }], ['a'], { document: {} }),
    ).toThrow(/no column "choices"/);
  });
});
