import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** Pictures that are options come after those of the question. */
const PICTURE_OPTIONS = 4;

/** Options that are pictures stand as a marker in the text. */
export function doc_to_text(document: EvalDocument, kwargs: JsonObject): string {
  const marker = promptSetting(kwargs, 'img_token');
  const options = ['a', 'b', 'c', 'd'].map((letter) => {
    const choice = readText(document, `choice_${letter}`);
    const isPicture = choice.includes('jpg') || choice.includes('png');
    return `${letter.toUpperCase()}. ${isPicture ? marker : choice}`;
  });
  const lines = [readText(document, 'question'), ...options, promptSetting(kwargs, 'post_prompt')];
  return [...questionMarkers(document, marker), ...lines].join('\n');
}

/** The first character of an answer is its letter. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const pred = Array.from(answer.trim())[0] ?? '';
  const record = {
    pred,
    answer: readText(document, 'answer'),
    question_id: document['question_id'] as JsonValue,
  };
  const kind = readText(document, 'data_type').split(' ').join('_');
  return { [`seed_${kind}`]: record, seed_all: record, unparsed: !/^[A-D]$/.test(pred) };
}

/** Share of records {pred, answer} with equal letters; a small letter is another one. */
export const same_letter = meanOfDocuments({
  name: 'same_letter',
  scoreOf: ({ pred, answer }) => (pred === answer ? 1 : 0),
});

function questionMarkers(document: EvalDocument, marker: string): string[] {
  const pictures = document['data_id'];
  if (document['data_type'] !== 'Image Generation' || !Array.isArray(pictures)) return [];
  return [
    Array<string>(Math.max(0, pictures.length - PICTURE_OPTIONS))
      .fill(marker)
      .join(' '),
  ];
}
