/** Tests single characters against a class; the answers of a class are kept, since texts repeat them. */
export interface CharacterTest {
  test(codePoint: number): boolean;
}

const KEPT = 0x3000;

export function createCharacterTest(source: string, ignoreCase: boolean): CharacterTest {
  const expression = new RegExp(`^${source}$`, ignoreCase ? 'iv' : 'v');
  /** 0 not asked yet, 1 no, 2 yes. */
  const known = new Uint8Array(KEPT);
  const others = new Map<number, boolean>();
  return {
    test(codePoint) {
      if (codePoint < KEPT) {
        const answer = known[codePoint]!;
        if (answer !== 0) return answer === 2;
        const isMember = expression.test(String.fromCodePoint(codePoint));
        known[codePoint] = isMember ? 2 : 1;
        return isMember;
      }
      const answer = others.get(codePoint);
      if (answer !== undefined) return answer;
      const isMember = expression.test(String.fromCodePoint(codePoint));
      others.set(codePoint, isMember);
      return isMember;
    },
  };
}
