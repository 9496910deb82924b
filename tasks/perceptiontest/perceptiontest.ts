import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { LogLikelihoodPair, MetricValue } from '../../core/rows.ts';
import { likeliestChoice } from '../../core/scoring/likeliest-choice.ts';
import { letteredOptions } from '../../core/text/lettered-options.ts';

const LETTERS = ['A', 'B', 'C', 'D'];
/** What follows the options, whatever the settings say. */
const POST_PROMPT = "\nAnswer with the option's letter from the given choices directly.";

export const share_correct = meanOfDocuments({
  name: 'share_correct',
  scoreOf: ({ correct }) => Number(correct),
});

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = letteredOptions(readTexts(document, 'options'));
  const question = `${readText(document, 'question')}\n${options}`;
  return `${promptSetting(settings, 'pre_prompt')}${question}${POST_PROMPT}`;
}

export function process_results_letter(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const position = positionIn(answer);
  return {
    accuracy: {
      video_name: readText(document, 'video_name'),
      question: readText(document, 'question'),
      pred_id: position,
      answer_id: rightPosition(document),
      correct: isRight(document, position),
    },
    unparsed: position < 0,
  };
}

export function process_results(
  document: EvalDocument,
  pairs: readonly LogLikelihoodPair[],
): Record<string, MetricValue> {
  const position = likeliestChoice(pairs);
  const { area = null, reasoning = null, tag = null } = document as JsonObject;
  return {
    accuracy: {
      ...questionOf(document),
      pred_id: position,
      answer_id: rightPosition(document),
      area,
      reasoning,
      tag,
      correct: isRight(document, position),
    },
  };
}

/** An entry of the file that the benchmark's server scores; -1 says that there is no answer. */
export function submit_letter(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const named = positionIn(answer);
  const position = named < readTexts(document, 'options').length ? named : -1;
  return { submission: { ...questionOf(document), pred_id: position }, unparsed: position < 0 };
}

export function submit_likeliest(
  document: EvalDocument,
  pairs: readonly LogLikelihoodPair[],
): Record<string, MetricValue> {
  return { submission: { ...questionOf(document), pred_id: likeliestChoice(pairs) } };
}

/** The position of the first capital letter that stands alone, -1 where there is none. */
function positionIn(answer: string): number {
  const letter = /(?<![\p{L}\p{N}_])[A-D](?![\p{L}\p{N}_])/u.exec(answer)?.[0];
  return letter === undefined ? -1 : LETTERS.indexOf(letter);
}

function questionOf(document: EvalDocument): JsonObject {
  return {
    video_name: readText(document, 'video_name'),
    question: readText(document, 'question'),
    question_id: document['question_id'] as string | number,
  };
}

/** As the dataset has it, a number or its digits. */
function rightPosition(document: EvalDocument): string | number {
  const value = document['answer_id'];
  return typeof value === 'number' ? value : readText(document, 'answer_id');
}

function isRight(document: EvalDocument, position: number): number {
  return position === Number(rightPosition(document)) ? 1 : 0;
}
