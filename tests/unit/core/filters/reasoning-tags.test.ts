import { describe, expect, it } from 'vitest';
import {
  parseReasoningTags,
  stripReasoning,
  type ReasoningTags,
} from '../../../../core/filters/reasoning-tags.ts';

const THINK: ReasoningTags = [['<think>', '</think>']];

describe('stripReasoning', () => {
  it.each([
    ['<think>a</think>\n\nB ', 'B'],
    ['a<think>x</think>b<think>y</think>c', 'abc'],
    ['<think>a<think>b</think>c</think>d', 'c</think>d'],
    ['<think>never closed B', '<think>never closed B'],
    ['<THINK>a</THINK>B', '<THINK>a</THINK>B'],
    ['</think><think>reversed', '</think><think>reversed'],
    ['never opened</think> B', 'never opened</think> B'],
  ])('turns %j into %j', (text, stripped) => {
    expect(stripReasoning(text, THINK)).toBe(stripped);
  });

  it('cuts before a lone end tag only when told to', () => {
    const options = { cutBeforeLoneEndTag: true };
    expect(stripReasoning('never opened</think> B', THINK, options)).toBe('B');
    expect(stripReasoning('</think><think>reversed', THINK, options)).toBe(
      '</think><think>reversed',
    );
  });

  it('removes the blocks of every pair', () => {
    const tags: ReasoningTags = [...THINK, ['<analysis>', '</analysis>']];
    expect(stripReasoning('<analysis>1</analysis><think>2</think>C', tags)).toBe('C');
  });
});

describe('parseReasoningTags', () => {
  it('reads JSON text, a list of pairs and a single pair', () => {
    expect(parseReasoningTags('[["<a>","</a>"]]')).toEqual([['<a>', '</a>']]);
    expect(parseReasoningTags([['<a>', '</a>']])).toEqual([['<a>', '</a>']]);
    expect(parseReasoningTags(['<a>', '</a>'])).toEqual([['<a>', '</a>']]);
  });

  it.each([null, false, 'none', 'None', ''])('switches stripping off for %j', (value) => {
    expect(parseReasoningTags(value)).toBeNull();
  });

  it.each(['not json', '[["<a>"]]', '[["","</a>"]]', '7'])('refuses %j', (value) => {
    expect(() => parseReasoningTags(value)).toThrow(/reasoning tags/);
  });
});
