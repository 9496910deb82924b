/** Full-width ASCII and the ideographic space as ASCII. */
export function foldFullWidth(text: string): string {
  return text.replaceAll(/[\uff01-\uff5e\u3000]/g, (char) =>
    char === '\u3000' ? ' ' : String.fromCodePoint(char.codePointAt(0)! - 0xfee0),
  );
}
