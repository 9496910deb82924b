import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { boxedAnswers } from '../../core/extractors/boxed-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';
import { parsePythonLiteral } from '../../core/text/python-literal.ts';
import { isAnswerRight } from './answer-match.ts';

const INSTRUCTIONS = [
  'You are solving a physics olympiad question.',
  'If the problem has multiple sub-answers, provide them in order.',
  'End with a single line in this format: Final Answer: \\boxed{...}.',
];

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const guideline = settings['marking_guideline'] === true ? textIn(document, 'marking') : '';
  const sections = [
    promptSetting(settings, 'pre_prompt').trim(),
    ...INSTRUCTIONS,
    labelled('Context:\n', textIn(document, 'context')),
    labelled('Question: ', textIn(document, 'question')),
    labelled('Marking guideline: ', guideline),
    labelled('Additional information: ', textIn(document, 'information')),
    promptSetting(settings, 'post_prompt').trim(),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

export function doc_to_target(document: EvalDocument): string {
  return comparableText((document['answer'] ?? '') as JsonValue);
}

/** Each right answer earns its share of the points once, whichever of the given answers it is. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const prediction = trimPython(response);
  const answers = listIn(document['answer']).map(comparableText);
  const given = givenAnswers(prediction);
  const weights = shares(listIn(document['points']), answers.length);
  const remaining = [...given];
  let score = 0;
  for (const [index, answer] of answers.entries()) {
    const found = remaining.findIndex((candidate) => isAnswerRight(candidate, answer));
    if (found < 0) continue;
    score += weights[index]!;
    remaining.splice(found, 1);
  }
  const record = {
    id: comparableText((document['id'] ?? document['index'] ?? '') as JsonValue),
    source: comparableText((document['source'] ?? 'unknown') as JsonValue),
    field: comparableText((document['field'] ?? 'unknown') as JsonValue),
    score,
    parsed_prediction: given,
    prediction,
    answers,
  };
  return { hipho_score: record, unparsed: given.length === 0 };
}

/** The answers in boxes, else on the line "Final Answer:", else on the last line. */
function givenAnswers(text: string): string[] {
  const boxes = boxedAnswers(text).map(trimPython);
  if (boxes.length > 0) {
    const parts = boxes.flatMap(splitAnswers);
    return parts.length > 0 ? parts : boxes;
  }
  const final = /final\s{1,20}answer\s{0,20}[:：]\s*([^\n]+)/i.exec(text)?.[1];
  const line = final ?? text.split('\n').findLast((candidate) => trimPython(candidate) !== '');
  return line === undefined ? [] : splitAnswers(line);
}

/** Parts between commas and semicolons that no bracket encloses. */
function splitAnswers(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth > 0 || (character !== ',' && character !== ';')) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  parts.push(text.slice(start));
  return parts.map(trimPython).filter((part) => part !== '');
}

/** The points as shares of the whole; equal ones where the column does not say. */
function shares(points: readonly JsonValue[], count: number): number[] {
  const numbers = points.map((value) => {
    const number = typeof value === 'boolean' || value === null ? Number.NaN : Number(value);
    return Number.isFinite(number) ? number : 1;
  });
  const total = numbers.reduce((sum, number) => sum + number, 0);
  const isUsable = numbers.length === count && total > 0;
  return Array.from({ length: count }, (_, index) =>
    isUsable ? numbers[index]! / total : 1 / count,
  );
}

/** A list, or one written as JSON or Python in a text. */
function listIn(value: DocumentValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'string') return (Array.isArray(value) ? value : [value]) as JsonValue[];
  const text = trimPython(value);
  if (text === '' || /^(?:none|null)$/i.test(text)) return [];
  const parsed = parsePythonLiteral(text);
  if (parsed === undefined) return [text];
  return Array.isArray(parsed) ? (parsed as readonly JsonValue[]) : [parsed];
}

function textIn(document: EvalDocument, column: string): string {
  const value = document[column] ?? null;
  const text = value === null ? '' : trimPython(comparableText(value as JsonValue));
  return text === 'None' || text === 'null' ? '' : text;
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : label + text;
}
