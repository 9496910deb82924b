import { describe, expect, it } from 'vitest';
import type { EvalDocument } from '../../../core/document.ts';
import { parsePythonLiteral } from '../../../core/text/python-literal.ts';
import { compileTemplate } from '../../../tasks/render-template.ts';

const document: EvalDocument = {
  question: 'What is {{ this }}?',
  options: ['a', "b'c", 1],
  index: 2,
  flag: true,
  nothing: null,
  nested: { key: 'value', list: [1.5] },
};
const render = (template: string): string =>
  compileTemplate(template, { key: 'doc_to_text', task: 't' }).render(document);

describe('compileTemplate', () => {
  it.each([
    ['{{ question }}', 'What is {{ this }}?'],
    ['{{ flag }} {{ nothing }} {{ nested }}', "True None {'key': 'value', 'list': [1.5]}"],
    ['{{ options }}', `['a', "b'c", 1]`],
    ["{{ ['A', 'B', 'C'][index] }}", 'C'],
    ["{{ options | join(', ') }}", "a, b'c, 1"],
    ['{{ 1 / 2 * 4 }} {{ 7 // 2 }}', '2.0 3'],
    ['{% for option in options %}{{ loop.index }}.{{ option }} {% endfor %}', "1.a 2.b'c 3.1 "],
    ['{% set n = index + 1 %}{{ n }}', '3'],
    ["{{ absent | default('other') }}", 'other'],
    ['{% if absent is defined %}{{ absent }}{% else %}none{% endif %}', 'none'],
    [String.raw`{{ question | regex_replace('W(h)at', '<\\1>') }}`, '<h> is {{ this }}?'],
    ['a\n{% if flag %}\nb\n{% endif %}\nc\n', 'a\n\nb\n\nc'],
  ])('renders %s as Jinja2 in Python does', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  it('names a missing column, the nearest one and those there are', () => {
    expect(() => render('{{ questoin }}')).toThrow(
      /no column "questoin"\. Did you mean "question"\? It has question, options, index/,
    );
    expect(() => render('{% if absent %}x{% endif %}')).toThrow(/no column "absent"/);
  });

  it('refuses to print what is undefined inside a column', () => {
    expect(() => render('{{ nested.absent }}')).toThrow(/nested\.absent is undefined/);
    expect(() => render('{{ options[9] }}')).toThrow(/options\[9\] is undefined/);
  });

  it('gives no way out of the template', () => {
    expect(() => render('{{ question.constructor }}')).toThrow(/undefined/);
    expect(() => render('{{ constructor }}')).toThrow(/no column/);
    expect(() => render('{{ strftime_now("%Y") }}')).toThrow(/no column "strftime_now"/);
    expect(() => render('{{ range(1000000000) }}')).toThrow(/range/);
  });

  it('says which key has a broken template before any document is read', () => {
    expect(() => compileTemplate('{{ question', { key: 'doc_to_text', task: 't' })).toThrow(
      /template in doc_to_text of the task t/,
    );
  });
});

describe('parsePythonLiteral', () => {
  it('reads what Python and JSON write', () => {
    expect(
      parsePythonLiteral(`['a', "b", -2.5e3, True, None, ('x',), {'k': [1]}, "\\u0041"]`),
    ).toEqual(['a', 'b', -2500, true, null, ['x'], { k: [1] }, 'A']);
  });

  it.each(['__import__("os")', '[1,', "['a' 'b']", '[x]', '', '['.repeat(100)])(
    'refuses %s',
    (text) => {
      expect(parsePythonLiteral(text)).toBeUndefined();
    },
  );
});
