import type { Expression } from './expression.ts';
import { tokeniseFormula, type FormulaToken } from './tokenise-formula.ts';

const MAX_DEPTH = 60;
const TIMES = new Set(['*', '·', '×', '⋅']);
const TIMES_COMMANDS = new Set(['cdot', 'times', 'ast']);
const FUNCTIONS = new Set(
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh ln exp abs floor ceil'.split(' '),
);
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, infty: Infinity };
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '\\{': '\\}' };
/** Commands that are no letters: a formula with one of them is not understood. */
const UNKNOWN = new Set([
  'text',
  'mathrm',
  'begin',
  'end',
  'cup',
  'in',
  'le',
  'ge',
  'pm',
  'mp',
  'int',
  'sum',
  'lim',
]);

/** Reads LaTeX or plain notation; undefined for what is no formula, too deep or too long. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokeniseFormula(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader = createReader(tokens);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function createReader(read: readonly FormulaToken[]) {
  let tokens = read;
  let position = 0;
  let depth = 0;

  const peek = (ahead = 0): FormulaToken | undefined => tokens[position + ahead];
  const isSign = (text: string): boolean => peek()?.kind === 'sign' && peek()?.text === text;
  const isCommand = (text: string): boolean => peek()?.kind === 'command' && peek()?.text === text;
  const take = (text: string): boolean => {
    if (!isSign(text)) return false;
    position += 1;
    return true;
  };
  const expect = (text: string): void => {
    if (!take(text)) throw new SyntaxError(`expected ${text}`);
  };

  function sum(): Expression {
    depth += 1;
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
    let left = product();
    for (;;) {
      if (take('+')) left = call('add', left, product());
      else if (take('-') || take('−')) left = call('add', left, call('negate', product()));
      else break;
    }
    depth -= 1;
    return left;
  }

  function product(): Expression {
    let left = factor();
    for (;;) {
      const token = peek();
      const isTimes =
        (token?.kind === 'sign' && TIMES.has(token.text)) ||
        (token?.kind === 'command' && TIMES_COMMANDS.has(token.text));
      if (isTimes) {
        position += 1;
        left = call('multiply', left, factor());
      } else if (isSign('/') || isSign('÷') || isCommand('div')) {
        position += 1;
        left = call('divide', left, factor());
      } else if (startsFactor(token)) left = call('multiply', left, power());
      else return left;
    }
  }

  function startsFactor(token: FormulaToken | undefined): boolean {
    if (token === undefined || token.text === 'rfloor' || token.text === 'rceil') return false;
    if (token.kind !== 'sign')
      return !(token.kind === 'number' && tokens[position - 1]?.kind === 'number');
    return (
      token.text === '(' ||
      token.text === '{' ||
      token.text === '\\{' ||
      token.text === '[' ||
      token.text === '√'
    );
  }

  function factor(): Expression {
    if (take('-') || take('−')) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
      const result = call('negate', factor());
      depth -= 1;
      return result;
    }
    return take('+') ? factor() : power();
  }

  function power(): Expression {
    let base = primary();
    for (;;) {
      if (take('!')) base = call('factorial', base);
      else if (take('%') || take('\\%')) base = call('divide', base, constant(100));
      else break;
    }
    if (!take('^') && !take('**')) return base;
    return call('power', base, exponent());
  }

  function exponent(): Expression {
    const token = peek();
    // A whole number, as plain notation has it; LaTeX writes braces around more than one digit.
    depth += 1;
    if (depth > MAX_DEPTH) throw new SyntaxError('too deep');
    const result = token?.kind === 'sign' && '-−+'.includes(token.text) ? factor() : power();
    depth -= 1;
    return result;
  }

  function primary(): Expression {
    const token = peek();
    if (token === undefined) throw new SyntaxError('it ends too early');
    position += 1;
    if (token.kind === 'number') return mixedNumber(Number(token.text));
    if (token.kind === 'name') return name(token.text);
    if (token.kind === 'command') return command(token.text);
    if (token.text === '√') return call('root', primary(), constant(2));
    if (token.text === '|') {
      const inside = sum();
      expect('|');
      return call('abs', inside);
    }
    const close = CLOSING[token.text];
    if (close === undefined) throw new SyntaxError(`unexpected ${token.text}`);
    const inside = sum();
    expect(close);
    return inside;
  }

  /** `3\frac{1}{2}` is three and a half. */
  function mixedNumber(value: number): Expression {
    const isMixed =
      Number.isInteger(value) &&
      isCommand('frac') &&
      [1, 4].every((at) => peek(at)?.text === '{') &&
      [2, 5].every((at) => peek(at)?.kind === 'number') &&
      [3, 6].every((at) => peek(at)?.text === '}');
    return isMixed ? call('add', constant(value), primary()) : constant(value);
  }

  function name(letter: string): Expression {
    let full = letter;
    if (take('_')) full += `_${subscript()}`;
    if (full === 'e') return constant(Math.E);
    return full === 'π' ? constant(Math.PI) : { kind: 'variable', name: full };
  }

  function subscript(): string {
    if (!take('{')) {
      position += 1;
      return tokens[position - 1]?.text ?? '';
    }
    let text = '';
    while (peek() !== undefined && !isSign('}')) {
      text += peek()!.text;
      position += 1;
    }
    expect('}');
    return text;
  }

  function command(text: string): Expression {
    if (text === 'frac') return call('divide', argument(), argument());
    if (text === 'binom') return call('binomial', argument(), argument());
    if (text === 'sqrt') {
      if (!take('[')) return call('root', argument(), constant(2));
      const degree = sum();
      expect(']');
      return call('root', argument(), degree);
    }
    if (text === 'log') {
      const base = take('_') ? argument() : constant(10);
      return call('log', functionArgument(), base);
    }
    if (FUNCTIONS.has(text)) {
      const raised = take('^') ? exponent() : undefined;
      const isInverse = raised?.kind === 'call' && raised.name === 'negate';
      if (isInverse) return call(`arc${text}`, functionArgument());
      const value = call(text, functionArgument());
      return raised === undefined ? value : call('power', value, raised);
    }
    if (text === 'lfloor' || text === 'lceil') {
      const inside = sum();
      if (!isCommand(text === 'lfloor' ? 'rfloor' : 'rceil')) throw new SyntaxError('not closed');
      position += 1;
      return call(text.slice(1), inside);
    }
    const known = CONSTANTS[text];
    if (known !== undefined) return constant(known);
    if (UNKNOWN.has(text)) throw new SyntaxError(`\\${text} is not known`);
    return name(`\\${text}`);
  }

  /** Braces, or one token: `\frac12`. */
  function argument(): Expression {
    if (take('{')) {
      const inside = sum();
      expect('}');
      return inside;
    }
    const token = peek();
    if (token?.kind === 'number' && token.text.length > 1 && !token.text.includes('.')) {
      // `\frac12`: each digit is an argument of its own.
      const [first, rest] = [token.text[0]!, token.text.slice(1)];
      tokens = tokens.toSpliced(position, 1, { kind: 'number', text: rest });
      return constant(Number(first));
    }
    return primary();
  }

  function functionArgument(): Expression {
    if (isSign('(') || isSign('{')) return power();
    let value = factor();
    // `sin 2x` takes the product, up to the next sign.
    while (peek()?.kind === 'name' || peek()?.kind === 'number')
      value = call('multiply', value, power());
    return value;
  }

  return {
    whole(): Expression {
      const result = sum();
      if (position < tokens.length) throw new SyntaxError('something follows');
      return result;
    },
  };
}

function constant(value: number): Expression {
  return { kind: 'number', value };
}

function call(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, args };
}
