import type { PythonMatch } from './python-regex.ts';

const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };
const REFERENCE = /\\(?:g<(\w+)>|([1-9]\d?)|(.))/gsu;

/** The replacement of re.sub: `\1`, `\g<1>`, `\g<name>` and escapes. */
export function expandReplacement(
  replacement: string,
  match: PythonMatch,
  groupNames: ReadonlyMap<string, number>,
): string {
  const groupText = (index: number | undefined): string => {
    if (index === 0) return match.text;
    const text = index === undefined ? undefined : match.groups[index - 1];
    if (text === undefined)
      throw new Error(`the replacement ${replacement} names an unknown group`);
    return text;
  };
  return replacement.replaceAll(
    REFERENCE,
    (written, name: string | undefined, digits: string | undefined, other: string | undefined) => {
      if (name !== undefined) {
        return groupText(/^\d+$/.test(name) ? Number(name) : groupNames.get(name));
      }
      if (digits !== undefined) return groupText(Number(digits));
      return other === '\\' ? '\\' : (CONTROL[other ?? ''] ?? written);
    },
  );
}
