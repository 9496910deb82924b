import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { pythonText } from '../python-text.ts';

/** The benchmark's own words, blanks and all. */
const BEFORE_QUESTION =
  'You will be provided with frames uniformly sampled from a video, the frames are provided in chronological order of the video. Analyze these frames and provide the answer to the question about the video content. Answer the multiple-choice question about the video content.\n\nYou must use these frames to answer the multiple-choice question; do not rely on any externel knowledge or commonsense. \n\n<question> \n';
const AFTER_OPTIONS =
  "\n</options>\n\nEven if the information in these separate frames is not enough to answer the question, PLEASE TRY YOUR BEST TO GUESS AN ANSWER WHICH YOU THINK WOULD BE THE MOST POSSIBLE ONE BASED ON THE QUESTION. \n\nDO NOT GENERATE ANSWER SUCH AS 'NOT POSSIBLE TO DETERMINE.' \n";

export function doc_to_text(document: EvalDocument): string {
  const options = Object.fromEntries(
    readTexts(document, 'options').map((option, index) => [letterAt(index), option]),
  );
  const question = readText(document, 'question');
  return `${BEFORE_QUESTION}${question} \n</question>\n\n<options> \n${pythonText(options)} ${AFTER_OPTIONS}`;
}

export function doc_to_target(document: EvalDocument): string {
  return letterAt(Number(readText(document, 'answer')));
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letters = readTexts(document, 'options').map((_, index) => letterAt(index));
  const letter = extractOptionLetter(answer, letters);
  return {
    tomato_score: {
      question_id: readText(document, 'id'),
      score: letter === doc_to_target(document) ? 1 : 0,
      reason_type: readText(document, 'reason_type'),
      demonstration_type: readText(document, 'demonstration_type'),
    },
    unparsed: letter === '',
  };
}
