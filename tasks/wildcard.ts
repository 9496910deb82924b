/** Whether a name holds a character that means something to `matchesWildcard`. */
export function hasWildcard(name: string): boolean {
  return /[*?[]/.test(name);
}

/**
 * Shell-style matching of a whole name: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`. Goes back to the last
 * star only, so the time is bounded by the product of both lengths.
 */
export function matchesWildcard(pattern: string, name: string): boolean {
  const tokens = tokenize(pattern);
  const characters = Array.from(name);
  let token = 0;
  let position = 0;
  let star = -1;
  let starPosition = 0;
  while (position < characters.length) {
    const current = tokens[token];
    if (current === 'any') {
      star = token;
      starPosition = position;
      token += 1;
    } else if (current !== undefined && current(characters[position] ?? '')) {
      token += 1;
      position += 1;
    } else if (star >= 0) {
      token = star + 1;
      starPosition += 1;
      position = starPosition;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === 'any');
}

type Token = 'any' | ((character: string) => boolean);

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const close = character === '[' ? characters.indexOf(']', index + 2) : -1;
    if (character === '*') tokens.push('any');
    else if (character === '?') tokens.push(() => true);
    else if (close > 0) {
      tokens.push(characterSet(characters.slice(index + 1, close)));
      index = close;
    } else tokens.push((candidate) => candidate === character);
  }
  return tokens;
}

function characterSet(members: readonly string[]): (candidate: string) => boolean {
  const isNegated = members[0] === '!';
  const listed = isNegated ? members.slice(1) : members;
  const matches = (candidate: string): boolean =>
    listed.some((member, index) => {
      const isRange = listed[index + 1] === '-' && listed[index + 2] !== undefined;
      return isRange
        ? candidate >= member && candidate <= (listed[index + 2] ?? '')
        : candidate === member;
    });
  return (candidate) => matches(candidate) !== isNegated;
}
