import { describe, expect, it } from 'vitest';
import { parseTruthValue } from '../../../../core/extractors/truth-value.ts';

describe('parseTruthValue', () => {
  it.each([
    ['true', true],
    [' "No" ', false],
    ['{"answer": "yes", "why": "no"}', true],
    ["{'explanation': 'true', 'answer': False}", false],
    ['Well.\n```json\n{"answer": true}\n```', true],
    ['I say {"answer": false} for now', false],
    ['{"answer": true, broken', true],
    ['answer = false', false],
    ['It is not so. Yes, really.', true],
    ['maybe', undefined],
    ['', undefined],
    ['{"verdict": true}', true],
    ['untrue', undefined],
  ])('reads %j as %j', (text, value) => {
    expect(parseTruthValue(text)).toBe(value);
  });

  it('reads unfinished braces without slowing down', () => {
    expect(parseTruthValue('{"answer":'.repeat(5000))).toBeUndefined();
  });
});
