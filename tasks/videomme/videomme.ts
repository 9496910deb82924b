import type { EvalDocument } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** The benchmark's own instruction, the same with and without subtitles. */
const INSTRUCTION =
  'Select the best answer to the following multiple-choice question based on the video and the subtitles. Respond with only the letter (A, B, C, or D) of the correct option.';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = readTexts(document, 'options').join('\n');
  const question = `${readText(document, 'question')}\n${options}`;
  return `${promptSetting(settings, 'pre_prompt')}${INSTRUCTION}\n${question}\n${promptSetting(settings, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = extractOptionLetter(answer, ['A', 'B', 'C', 'D']);
  const right = readText(document, 'answer');
  return {
    videomme_perception_score: {
      question_id: readText(document, 'question_id'),
      duration: readText(document, 'duration'),
      category: readText(document, 'domain'),
      sub_category: readText(document, 'sub_category'),
      task_category: readText(document, 'task_type'),
      pred_answer: letter,
      answer: right,
      score: letter === right ? 1 : 0,
      videoID: readText(document, 'videoID'),
    },
    unparsed: letter === '',
  };
}
