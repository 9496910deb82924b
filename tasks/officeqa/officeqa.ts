import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';

const NUMBER = /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)$/;
const RELATIVE_TOLERANCE = 0.05;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = textsIn(document['options'] ?? document['choices']);
  const lines = [
    trimPython(readText(document, 'question')),
    ...options.map((option, position) => `${letterAt(position)}. ${option}`),
  ];
  return (
    promptSetting(settings, 'pre_prompt') +
    lines.join('\n') +
    promptSetting(settings, 'post_prompt')
  );
}

export function doc_to_target(document: EvalDocument): string {
  return answersOf(document)[0] ?? '';
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const given = trimPython(response);
  const answers = answersOf(document);
  const hasOptions = textsIn(document['options'] ?? document['choices']).length > 0;
  const letter = hasOptions ? /\b[A-Z]\b/.exec(given.toUpperCase())?.[0] : undefined;
  const isRight = answers.some(
    (answer) =>
      isRelaxedEqual(given, answer) ||
      (letter !== undefined && letter === trimPython(answer).toUpperCase()[0]),
  );
  return { officeqa_relaxed_accuracy: isRight ? 1 : 0, unparsed: given === '' };
}

/** Numbers within 5 % (a percent sign divides by 100), else equal texts; a right zero must be zero. */
function isRelaxedEqual(given: string, right: string): boolean {
  const [text, wanted] = [plainText(given), plainText(right)];
  if (text === '' || wanted === '') return false;
  const [number, target] = [numberOf(text), numberOf(wanted)];
  if (number === undefined || target === undefined) return text === wanted;
  return Math.abs(number - target) <= RELATIVE_TOLERANCE * Math.abs(target);
}

function numberOf(text: string): number | undefined {
  const plain = text.replaceAll(',', '');
  const digits = plain.endsWith('%') ? trimPython(plain.slice(0, -1)) : plain;
  if (!NUMBER.test(digits)) return undefined;
  return plain.endsWith('%') ? Number(digits) / 100 : Number(digits);
}

function plainText(text: string): string {
  return splitWords(text.toLowerCase()).join(' ');
}

function answersOf(document: EvalDocument): readonly string[] {
  return textsIn(document['answers'] ?? document['answer'] ?? document['target']);
}

function textsIn(value: DocumentValue | undefined): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return list
    .map((item) => comparableText(item as JsonValue))
    .filter((text) => trimPython(text) !== '');
}
