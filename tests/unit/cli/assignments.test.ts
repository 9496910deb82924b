import { describe, expect, it } from 'vitest';
import { parseAssignments } from '../../../client/cli/assignments.ts';
import { secretsByName } from '../../../client/cli/secret-names.ts';

const parse = (text: unknown) => parseAssignments(text, '--model_args');

describe('parseAssignments', () => {
  it.each([
    ['', {}],
    ['a=1', { a: 1 }],
    ['a=1.5,b=1e3,c=-2', { a: 1.5, b: 1000, c: -2 }],
    ['t=True,f=FALSE', { t: true, f: false }],
    ['p=./x,q=None', { p: './x', q: 'None' }],
    [
      'model=org/name,base_url=http://h:1/v1?x=1',
      { model: 'org/name', base_url: 'http://h:1/v1?x=1' },
    ],
    ['a="x=1,y=2"', { a: '"x=1,y=2"' }],
    ['a=[1,2],b={"c":1,"d":2},e=3', { a: '[1,2]', b: '{"c":1,"d":2}', e: 3 }],
    ["prompt=don't stop,b=1", { prompt: "don't stop", b: 1 }],
    ['digest=12345678901234567890123', { digest: '12345678901234567890123' }],
    ['a=', { a: '' }],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it('takes a mapping as it is', () => {
    expect(parse({ a: 1, until: ['\n'] })).toEqual({ a: 1, until: ['\n'] });
  });

  it('refuses a part without a value', () => {
    expect(() => parse('a')).toThrow('one of them is "a"');
    expect(() => parse('a=1,=2')).toThrow('one of them is "=2"');
    expect(() => parse(['a=1'])).toThrow('key=value pairs or a mapping');
  });

  it('cannot reach the prototype of objects', () => {
    const parsed = parse('__proto__=1,a=2');
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.keys(parsed)).toEqual(['__proto__', 'a']);
  });
});

describe('secretsByName', () => {
  it('turns a reference into the name of its variable', () => {
    expect(secretsByName({ api_key: '${OPENAI_API_KEY}', model: 'm' })).toEqual({
      api_key_env: 'OPENAI_API_KEY',
      model: 'm',
    });
  });

  it('refuses literal secrets without repeating them', () => {
    for (const name of ['api_key', 'hf_token', 'azure_api_key', 'password', 'token']) {
      const attempt = () => secretsByName({ [name]: 'sk-123456' });
      expect(attempt).toThrow(`${name}_env=NAME`);
      expect(attempt).not.toThrow('sk-123456');
    }
  });

  it('refuses a password inside a URL', () => {
    expect(() => secretsByName({ base_url: 'https://me:pass@host/v1' })).toThrow('password');
  });

  it('keeps arguments that only sound like secrets, and drops placeholders', () => {
    const args = { max_new_tokens: 5, image_token: '<image>', use_auth_token: true, key_frames: 3 };
    expect(secretsByName({ ...args, api_key: 'EMPTY' })).toEqual(args);
  });
});
