import { fieldOf } from '../../core/aggregations/aggregation.ts';
import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import type { JsonValue } from '../../core/json.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { roundHalfEven } from '../../core/text/parse-number.ts';
import { reasonedMetrics, reasoningTask, THINK_PROMPT } from './reasoning-task.ts';

const COLUMNS = [
  'ID',
  'split',
  'knowledge concept',
  'question',
  'option',
  'answer',
  'key',
  'question number',
  'knowledge concept description',
];

export const { doc_to_text, doc_to_visual, doc_to_messages } = reasoningTask({
  system: THINK_PROMPT,
  prompt: (document) => `${readText(document, 'question')}\n${readText(document, 'option')}`,
  pictures: (document) => [embeddedImage(document, 'image_path')],
  answer: (document) => readText(document, 'answer'),
});

export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const scores = reasonedMetrics(responses, readText(document, 'answer'), ['']);
  const columns = COLUMNS.map((name) => [name, (document[name] ?? null) as JsonValue] as const);
  const record = { ...Object.fromEntries(columns), acc_score: scores['acc_score'] as JsonValue };
  return { wemath_loose: record, wemath_strict: record, ...scores };
}

export const loose_score = (records: readonly JsonValue[]): number => score(records, 'loose');
export const strict_score = (records: readonly JsonValue[]): number => score(records, 'strict');

/** A question in several steps, the steps asked one by one and together. */
interface Problem {
  readonly steps: boolean[];
  whole?: boolean;
}

/**
 * Percent of problems that are mastered; one whose steps were right and whose whole was not counts half. A
 * right whole with wrong steps is rote: strictly with any of them wrong, loosely with all.
 */
function score(records: readonly JsonValue[], mode: 'loose' | 'strict'): number {
  const problems = problemsOf(records);
  let points = 0;
  for (const { steps, whole } of problems) {
    const knowsAll = steps.every(Boolean);
    const isMastered = mode === 'strict' ? knowsAll : steps.some(Boolean);
    if (whole === true) points += isMastered ? 1 : 0;
    else if (knowsAll) points += 0.5;
  }
  return problems.length === 0 ? 0 : roundHalfEven((100 * points) / problems.length, 2);
}

function problemsOf(records: readonly JsonValue[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const record of records) {
    const key = fieldOf(record, 'key');
    const [kind, part] = typeof key === 'string' ? key.split('_') : [];
    if (kind !== '2steps' && kind !== '3steps') continue;
    const id = `${kind} ${JSON.stringify(fieldOf(record, 'ID'))}`;
    const problem = problems.get(id) ?? { steps: [] };
    const isRight = fieldOf(record, 'acc_score') === 1;
    if (part === 'multi') problem.whole = isRight;
    else problem.steps.push(isRight);
    problems.set(id, problem);
  }
  return [...problems.values()].filter(
    ({ steps, whole }) => steps.length > 0 && whole !== undefined,
  );
}
