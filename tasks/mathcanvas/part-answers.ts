import { boxedAnswers } from '../../core/extractors/boxed-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';

const CUE = /(?:final answer|answer)\s{0,20}(?:is|:)[ \t]*/gi;
const NUMBERED_LINE = /^\(?[1-9]\)?[.:)]\s*(.+)$/;

/** The answers of `<1>…</1><2>…</2>` by their numbers, else the whole text as one answer. */
export function rightAnswers(text: string): readonly string[] {
  const tagged = taggedAnswers(text);
  const whole = cleanAnswer(text);
  return tagged.length > 0 || whole === '' ? tagged : [whole];
}

/** The answers that a solution ends in: tagged, else boxed, else numbered lines, else one after a cue. */
export function givenAnswers(solution: string, parts: number): readonly string[] {
  const tagged = taggedAnswers(solution);
  if (tagged.length > 0) return tagged;
  const box = cleanAnswer(boxedAnswers(solution).at(-1) ?? '');
  const inBox = taggedAnswers(box);
  if (inBox.length > 0) return inBox;
  if (parts <= 1) return [box || concludingAnswer(solution)];
  const text = box || solution;
  const numbered = text.split('\n').flatMap((line) => {
    const content = NUMBERED_LINE.exec(trimPython(line))?.[1];
    return content === undefined ? [] : [cleanAnswer(content)];
  });
  return numbered.length > 0 ? numbered : [concludingAnswer(text)];
}

function taggedAnswers(text: string): string[] {
  const found: { number: number; content: string }[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  for (const { 0: tag, 1: number = '', index } of text.matchAll(/<(\d{1,9})>/g)) {
    if (index < from || unclosed.has(number)) continue;
    const start = index + tag.length;
    const end = text.indexOf(`</${number}>`, start);
    if (end < 0) {
      unclosed.add(number);
      continue;
    }
    found.push({ number: Number(number), content: cleanAnswer(text.slice(start, end)) });
    from = end;
  }
  return found.sort((left, right) => left.number - right.number).map(({ content }) => content);
}

/** What stands on the line of the last "answer is", else the last line. */
function concludingAnswer(text: string): string {
  const cue = [...text.matchAll(CUE)].at(-1);
  const lines = text.split('\n').filter((line) => trimPython(line) !== '');
  if (cue === undefined) return cleanAnswer(lines.at(-1) ?? '');
  const rest = text.slice(cue.index + cue[0].length).trimStart();
  return cleanAnswer(rest.split('\n')[0] ?? '');
}

function cleanAnswer(text: string): string {
  return trimPython(trimPython(text).replace(/\.$/, ''));
}
