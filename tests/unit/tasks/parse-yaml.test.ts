import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../tasks/parse-yaml.ts';

const parse = (text: string) =>
  parseYaml(text, { file: 'x.yaml', functionReference: (name) => ({ function: name }) }).value;

describe('parseYaml', () => {
  it('reads plain data, merges, YAML 1.1 booleans and function names', () => {
    expect(parse('a: &x { p: 1, q: 1 }\nb:\n  <<: *x\n  q: yes\nc: !function u.f\n')).toEqual({
      a: { p: 1, q: 1 },
      b: { p: 1, q: true },
      c: { function: 'u.f' },
    });
  });

  it('takes a key that is repeated with the same value, as files for Python have it', () => {
    expect(parse('a: { p: [1] }\nb: 2\na:\n  p: [1]\n')).toEqual({ a: { p: [1] }, b: 2 });
  });

  it('tells where each value was written', () => {
    const { positions } = parseYaml('a: 1\nb:\n  - x\n', {
      file: 'x.yaml',
      functionReference: () => null,
    });
    expect(positions.get(['b', 0].join('\u0000'))).toEqual({ file: 'x.yaml', line: 3, column: 5 });
  });

  it.each([
    ['a tag that would build an object', 'a: !!python/object/apply:os.system ["id"]', 'tag'],
    ['a tag of another language', 'a: !!js/function "x"', 'tag'],
    ['a prototype key', 'a:\n  __proto__: { x: 1 }', '"__proto__"'],
    ['a constructor key', 'constructor: 1', '"constructor"'],
    ['a key with two values', 'a: 1\na: 2', '"a" again.*line 1'],
    ['braces that end too far left', 'a:\n  b: {\nc: 1\n}', 'Indent the lines'],
    ['an unknown alias', 'a: *nothing', 'alias'],
    ['an alias inside itself', 'a: &x [*x]', 'levels of nesting'],
    ['a second document', 'a: 1\n---\nb: 2', 'ultiple documents'],
    ['a number JSON cannot hold', 'a: .inf', 'number'],
    ['deep nesting', `a: ${'['.repeat(40)}${']'.repeat(40)}`, 'levels of nesting'],
    ['broken syntax', 'a: [1', 'sequence'],
  ])('refuses %s and says where', (_, text, reason) => {
    expect(() => parse(text)).toThrow(new RegExp(`x\\.yaml:\\d+:\\d+.*${reason}`, 's'));
  });

  it('stops a bomb of nested aliases before it expands', () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
        : `a${level}: &a${level} [${Array.from({ length: 8 }, () => `*a${level - 1}`).join(', ')}]`,
    );
    const started = process.memoryUsage().heapUsed;
    expect(() => parse(levels.join('\n'))).toThrow(/more than 100 aliases/);
    expect(process.memoryUsage().heapUsed - started).toBeLessThan(100_000_000);
  });

  it('refuses a file of more than a megabyte', () => {
    expect(() => parse(`a: "${'x'.repeat(1_000_001)}"`)).toThrow(/more than 1000000/);
  });
});
