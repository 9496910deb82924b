import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { InferenceRow, MetricValue } from '../../core/rows.ts';
import { scoreDocument } from '../../core/scoring/score-document.ts';
import type { RenderedDocument, Task } from '../../core/task.ts';
import { TEST_REASONING_TAGS } from './test-spec.ts';

const UNANSWERED = 1000;

interface Asked {
  readonly task: Task;
  readonly document: EvalDocument;
  readonly rendered: RenderedDocument;
}

/**
 * What a model that knows the answer would say: the target, in the first of the usual phrasings that the
 * task's own filters and scorer value most.
 */
export function rightAnswer(asked: Asked): string {
  const [first, ...others] = phrasingsOf(asked.document, asked.rendered).map((text) => ({
    text,
    worth: worthOf(asked, text),
  }));
  return others.reduce((best, one) => (one.worth > best.worth ? one : best), first!).text;
}

function phrasingsOf(document: EvalDocument, { target }: RenderedDocument): string[] {
  const text = targetText(target);
  // Solutions of grade-school problems end with the number alone.
  const result = text.includes('####') ? [(text.split('####').at(-1) ?? '').trim()] : [];
  const said = [
    text,
    ...wholeListOf(target),
    ...result,
    ...lettersOf(document, target, text),
    ...boxesOf(target),
    ...boxesOf(document['bbox'] as JsonValue),
  ];
  return [
    ...said,
    ...said.map((answer) => `The answer is ${answer}.`),
    ...said.map((answer) => `Answer: ${answer}`),
    ...said.map((answer) => `The final answer is ${answer}`),
    ...said.map((answer) => `<think>So it is.</think><answer>${answer}</answer>`),
  ];
}

/** Of several right answers the one that most people gave. */
function targetText(target: JsonValue): string {
  if (!Array.isArray(target)) return typeof target === 'string' ? target : JSON.stringify(target);
  const texts = (target as readonly JsonValue[]).map(targetText);
  const count = (text: string): number => texts.filter((other) => other === text).length;
  return texts.reduce((best, text) => (count(text) > count(best) ? text : best), texts[0] ?? '');
}

/** Tasks that ask for several things want all of them, also where the target is the list in words. */
function wholeListOf(target: JsonValue): string[] {
  if (typeof target === 'string' && target.startsWith('[')) return wholeListOf(listIn(target));
  if (!Array.isArray(target) || target.length < 2) return [];
  return [JSON.stringify(target), (target as readonly JsonValue[]).map(targetText).join(', ')];
}

function listIn(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

/** A box of four numbers, as such and by its middle. */
function boxesOf(target: JsonValue): string[] {
  const isBox = Array.isArray(target) && target.length === 4 && target.every(Number.isFinite);
  if (!isBox) return [];
  const [left, top, right, bottom] = target as [number, number, number, number];
  return [JSON.stringify(target), `[${(left + right) / 2}, ${(top + bottom) / 2}]`];
}

/** A position, or the text of one of the document's options, as the letter it is shown with. */
function lettersOf(document: EvalDocument, target: JsonValue, text: string): string[] {
  const letter = (index: number): string[] =>
    index >= 0 && index < 26 ? [String.fromCharCode('A'.charCodeAt(0) + index)] : [];
  const among = Object.values(document).flatMap((value) =>
    Array.isArray(value) ? letter(value.indexOf(text)) : [],
  );
  const isPosition = /^\d{1,2}$/.test(text) || typeof target === 'number';
  return isPosition ? [...among, ...letter(Number(text))] : among;
}

/** Sum over filters and metrics; far below any score where no answer is found. */
function worthOf({ task, document, rendered }: Asked, output: string): number {
  const { repeats, metric_list: metrics, score_key: scoreKey } = task.config;
  const row = (repeat: number): InferenceRow => ({
    doc: 0,
    repeat,
    status: 'ok',
    output,
    usage: {},
    attempts: 1,
    origin: 'fresh',
    promptSha256: '',
    docSha256: '',
    mediaSha256: [],
  });
  const rows = Array.from({ length: repeats }, (_, repeat) => row(repeat));
  const asked = { task, doc: 0, document, rendered, rows, reasoningTags: TEST_REASONING_TAGS };
  let worth = 0;
  for (const scored of scoreDocument(asked)) {
    if (scored.status !== 'ok') worth -= UNANSWERED;
    for (const [name, value] of Object.entries(scored.metrics)) {
      const isLess = metrics.find(({ metric }) => metric === name)?.higher_is_better === false;
      worth += (isLess ? -1 : 1) * numberOf(value, scoreKey);
    }
  }
  return worth;
}

function numberOf(value: MetricValue, scoreKey: string): number {
  const inside =
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)[scoreKey]
      : value;
  return Number(typeof inside === 'number' || typeof inside === 'boolean' ? inside : 0);
}
