import { listOf, recordOf, textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { isMathEqual } from '../../core/math/is-math-equal.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';
import { givenAnswers, rightAnswers } from './part-answers.ts';

/** Later parts of a question build on earlier ones and weigh more. */
const PART_WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  2: [0.4348, 0.5652],
  3: [0.2506, 0.3258, 0.4236],
  4: [0.1616, 0.2101, 0.2732, 0.3551],
};

/** The pieces of the question with a mark where each picture stands. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const images = listOf(document['question_images']).filter((image) => image !== null).length;
  let shown = 0;
  const pieces = listOf(document['question_interleave']).flatMap((piece) => {
    const { type, content } = recordOf(piece);
    if (textOf(type).toLowerCase() === 'text') return [trimPython(textOf(content))];
    shown += 1;
    return shown <= images ? ['<image>'] : [];
  });
  const rest = Array.from({ length: Math.max(0, images - shown) }, () => '<image>');
  const parts = [...pieces, ...rest].filter((piece) => piece !== '');
  const question = parts.length > 0 ? parts.join('\n') : readText(document, 'question');
  const around = [
    promptSetting(settings, 'pre_prompt'),
    question,
    promptSetting(settings, 'post_prompt'),
  ];
  return around
    .map(trimPython)
    .filter((text) => text !== '')
    .join('\n');
}

export function process_results(
  document: EvalDocument,
  [solution = '']: readonly string[],
): Record<string, MetricValue> {
  const right = rightAnswers(readText(document, 'answer'));
  const given = givenAnswers(trimPython(solution), right.length);
  const verdicts = right.map((answer, part) => isSameAnswer(given[part] ?? '', answer));
  return {
    mathcanvas_weighted_accuracy: weightedScore(verdicts),
    mathcanvas_complete_accuracy: verdicts.length > 0 && verdicts.every(Boolean) ? 1 : 0,
    unparsed: given.every((answer) => answer === ''),
  };
}

function isSameAnswer(given: string, right: string): boolean {
  if (given === '' || right === '') return false;
  return isMathEqual(given, right) || plainAnswer(given) === plainAnswer(right);
}

function plainAnswer(text: string): string {
  return splitWords(text.toLowerCase()).join(' ');
}

function weightedScore(verdicts: readonly boolean[]): number {
  if (verdicts.length === 0) return 0;
  const weights = PART_WEIGHTS[verdicts.length] ?? verdicts.map(() => 1 / verdicts.length);
  return verdicts.reduce((sum, isRight, part) => sum + (isRight ? weights[part]! : 0), 0);
}
