import { listOf, recordOf, textOf } from '../../core/document-value.ts';
import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { isNeedleRight } from './needle-answer.ts';

const IMAGE_MARK = '<image>';

export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const columns = isHaystack(document)
    ? ['ctxs']
    : ['image_list', 'needle_image_list', 'choices_image'];
  const paths = columns.flatMap((column) => listOf(document[column]).map(textOf));
  return [...new Set(paths)].filter((path) => path !== '').map(mediaAt);
}

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const chunks = listOf(document['ctxs'])
    .map(chunkText)
    .filter((chunk) => chunk !== '');
  const options = listOf(document['choices_image']).map(
    (_, position) => `${letterAt(position)}. ${IMAGE_MARK}`,
  );
  const question = [trimPython(readText(document, 'question')), ...options].join('\n');
  const parts = [
    trimPython(promptSetting(settings, 'pre_prompt') + instructionOf(document)),
    chunks.join('\n\n'),
    `Question: ${question}`,
    promptSetting(settings, 'post_prompt'),
  ];
  return trimPython(parts.filter((part) => part !== '').join('\n\n'));
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const isRight = isNeedleRight(afterAnswerCue(response), document['answer'] ?? null, {
    isYesNo: isHaystack(document),
  });
  const category = document['category'];
  const fallback = isHaystack(document) ? 'visual-haystack' : 'unknown';
  return {
    mmlongbench_acc: {
      score: isRight ? 1 : 0,
      category: typeof category === 'string' && category !== '' ? category : fallback,
    },
  };
}

function instructionOf(document: EvalDocument): string {
  if (isHaystack(document)) {
    return 'You are given a set of images. Answer the question with Yes or No.';
  }
  const given = 'You are given interleaved text and images.';
  if (listOf(document['choices_image']).length > 0)
    return `${given} Answer with the option letter only.`;
  return Array.isArray(document['answer'])
    ? `${given} Answer with a list of integers in brackets, like [1, 2, 3].`
    : `${given} Answer the question concisely.`;
}

/** A context of pictures alone: the question is whether one of them shows something. */
function isHaystack(document: EvalDocument): boolean {
  const [first] = listOf(document['ctxs']);
  return typeof first === 'string';
}

function chunkText(chunk: DocumentValue): string {
  if (typeof chunk === 'string') return IMAGE_MARK;
  const { type, text } = recordOf(chunk);
  return type === 'image' ? IMAGE_MARK : trimPython(textOf(text));
}

function afterAnswerCue(response: string): string {
  const text = trimPython(response);
  const cue = /answer\s{0,20}:/i.exec(text);
  return cue === null ? text : trimPython(text.slice(cue.index + cue[0].length)) || text;
}
