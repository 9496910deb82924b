import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import { listOf, textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseBinaryVerdict } from '../../core/extractors/judge-verdict.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { isMathEqual } from '../../core/math/is-math-equal.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { binaryJudgePrompt } from '../../core/text/binary-judge-prompt.ts';
import { parseNumber, roundHalfEven } from '../../core/text/parse-number.ts';
import { finalAnswer } from './final-answer.ts';

const INSTRUCTION = 'Please solve the problem step by step and put your answer in one "\\boxed{}".';
const DECIMALS = 2;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = INSTRUCTION + readText(document, 'question');
  const options = optionsOf(document);
  if (options.length === 0) return question;
  const lines = options.map((option, position) => `${letterAt(position)}. ${option}`);
  const hint = promptSetting(settings, 'mc_prompt');
  return `${question}\nChoices: ${lines.join('\n')}${hint === '' ? '' : `\n${hint}`}`;
}

/** Right where the final answer is the letter, or the option it stands for, or has its value to two places. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const answer = finalAnswer(trimPython(response));
  const right = readText(document, 'answer');
  const option = optionsOf(document)[right.charCodeAt(0) - 'A'.charCodeAt(0)];
  const isRight =
    isSameValue(answer, right) || (option !== undefined && isSameValue(answer, option));
  return {
    mathvision_standard_eval: { response: [response], scores: [isRight] },
    unparsed: answer === '',
  };
}

/** Percentage with two decimals. */
export const standard_accuracy = meanOfDocuments({
  name: 'standard_accuracy',
  scoreOf: ({ scores }) => (Array.isArray(scores) && scores[0] === true ? 100 : 0),
  decimals: DECIMALS,
});

export function judge_prompt(document: EvalDocument, [response = '']: readonly string[]): string {
  return binaryJudgePrompt({
    question: readText(document, 'question'),
    right: readText(document, 'answer'),
    given: trimPython(response),
  });
}

export function judged_results(
  _document: EvalDocument,
  _responses: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const verdict = judgement === undefined ? null : Number(parseBinaryVerdict(judgement));
  return { llm_as_judge_eval: verdict };
}

function isSameValue(given: string, right: string): boolean {
  const wanted = right.toLowerCase();
  if (trimPython(given) === '' || trimPython(wanted) === '') return false;
  const [number, target] = [parseNumber(given), parseNumber(wanted)];
  if (number !== undefined && target !== undefined) {
    return roundHalfEven(number, DECIMALS) === roundHalfEven(target, DECIMALS);
  }
  return trimPython(given) === trimPython(wanted) || isMathEqual(given, wanted);
}

function optionsOf(document: EvalDocument): readonly string[] {
  return listOf(document['options']).map(textOf);
}
