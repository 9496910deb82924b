import { describe, expect, it } from 'vitest';
import type { EvalDocument } from '../../../core/document.ts';
import { compileTemplate } from '../../../tasks/render-template.ts';

function render(template: string, document: EvalDocument = {}): string {
  return compileTemplate(template, { key: 'doc_to_text', task: 'demo' }).render(document);
}

describe('templates written for Python', () => {
  it.each<[string, EvalDocument, string]>([
    ['{{ choices.index(answer) }}', { choices: ['a', 'b'], answer: 'b' }, '1'],
    ["{{ 'ABCD'.index(letter) }}", { letter: 'C' }, '2'],
    ["{{ q.count('l') }}{{ xs.count(1) }}", { q: 'hello', xs: [1, 2, 1] }, '22'],
    ["{{ q.find('z') }}", { q: 'hello' }, '-1'],
    ["{{ '%.2f'|format(x) }}", { x: 1.005 }, '1.00'],
    ["{{ '%d. %s' % (n, q) }}", { n: 3, q: 'x' }, '3. x'],
    ["{{ '%s' % q }}", { q: 'x' }, 'x'],
    ['{{ 7 % 3 }} {{ -7 % 3 }}', {}, '1 2'],
    [
      '{% for c in cs %}{{ "AB"[loop.index0] }}. {{ c }} {% endfor %}',
      { cs: ['x', 'y'] },
      'A. x B. y ',
    ],
    ["{{ q.split(',')|join('-') }} {{ ', '.join(q.split(',')) }}", { q: 'a,b' }, 'a-b a, b'],
    ['{{ q[1:3] }} {{ q[::-1] }}', { q: 'abcd' }, 'bc dcba'],
    ["{{ q|regex_replace('(\\\\w)-(\\\\w)', '\\\\2-\\\\1') }}", { q: 'a-b' }, 'b-a'],
    ["{{ q.zfill(3) }}{{ q.isdigit() }}{{ q.removeprefix('7') }}", { q: '7' }, '007True'],
    ['{{ xs|sum }} {{ xs|min }} {{ xs|max }}', { xs: [3, 1, 2] }, '6 1 3'],
  ])('renders %s', (template, document, expected) => {
    expect(render(template, document)).toBe(expected);
  });

  it('names what cannot be found', () => {
    expect(() => render("{{ choices.index('q') }}", { choices: ['a'] })).toThrow(
      /"q" is not in \["a"\]/,
    );
  });
});
