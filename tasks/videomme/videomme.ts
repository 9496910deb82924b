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
  return questionText(document, settings, promptSetting(settings, 'post_prompt'));
}

/** The instruction, the question with its options, and what follows them; Qwen3-VL has a form of its own. */
export function questionText(
  document: EvalDocument,
  settings: JsonObject,
  postPrompt: string,
): string {
  const question = readText(document, 'question');
  const options = readTexts(document, 'options').join('\n');
  const prePrompt = promptSetting(settings, 'pre_prompt');
  if (settings['format'] === 'qwen3_vl') {
    const end = promptSetting(settings, 'post_prompt');
    return `${prePrompt}${question}\nOptions:\n${options}\n${end}`;
  }
  return `${prePrompt}${INSTRUCTION}\n${question}\n${options}\n${postPrompt}`;
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
