/** What stands in each `\boxed{…}`, braces inside it included; an unclosed box is none. */
export function boxedAnswers(text: string): string[] {
  const found: string[] = [];
  const opening = '\\boxed{';
  let from = text.indexOf(opening);
  while (from >= 0) {
    const start = from + opening.length;
    const end = closingBrace(text, start);
    if (end === undefined) break;
    found.push(text.slice(start, end));
    from = text.indexOf(opening, end);
  }
  return found;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 1;
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}
