export interface FormulaToken {
  readonly kind: 'number' | 'name' | 'command' | 'sign';
  readonly text: string;
}

/** Longer formulas are no answers. */
const MAX_TOKENS = 400;
const TOKEN =
  /\s+|(\d+\.?\d*(?:[eE][+-]?\d+(?![.\w]))?|\.\d+)|\\([A-Za-z]+)|(\\[^A-Za-z]|\*\*|[^\sA-Za-z\p{L}])|([A-Za-z\p{L}])/uy;
const PLAIN_NAMES =
  /(?:arcsin|arccos|arctan|sinh|cosh|tanh|sqrt|sin|cos|tan|cot|sec|csc|log|ln|exp|abs|floor|ceil|theta|alpha|beta|gamma|pi)(?![a-z])/y;

/** Numbers, single-letter names, commands such as `frac` and signs; undefined when there are too many. */
export function tokeniseFormula(text: string): readonly FormulaToken[] | undefined {
  const tokens: FormulaToken[] = [];
  let position = 0;
  while (position < text.length) {
    if (tokens.length >= MAX_TOKENS) return undefined;
    PLAIN_NAMES.lastIndex = position;
    const plain = PLAIN_NAMES.exec(text)?.[0];
    if (plain !== undefined) {
      tokens.push({ kind: 'command', text: plain });
      position += plain.length;
      continue;
    }
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const [whole, number, command, sign, name] = found;
    position += whole.length;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (command !== undefined) tokens.push({ kind: 'command', text: command });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
  }
  return tokens;
}
