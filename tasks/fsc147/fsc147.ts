import { optionalText } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';
import { roundHalfEven } from '../../core/text/parse-number.ts';

/** Copies of the dataset name the columns differently. */
const COUNT_COLUMNS = ['annotated_pos_count', 'pos_count', 'count', 'answer', 'label', 'gt_count'];
const CAPTION_COLUMNS = ['pos_caption', 'caption', 'question', 'query', 'prompt', 'text'];
const NUMBER = /-?\d+(?:\.\d+)?/;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const captions = CAPTION_COLUMNS.map((column) => trimPython(optionalText(document, column)));
  const objects = (captions.find((caption) => caption !== '') ?? 'objects')
    .replace(/^the\s+/i, '')
    .replace(/(?<![. ])[. ]+$/, '');
  return `${promptSetting(settings, 'pre_prompt')}How many ${objects} are there in the image?${promptSetting(settings, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  return String(rightCount(document));
}

/** An answer without a number is as far off as none of the objects. */
export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const right = rightCount(document);
  const given = countIn(answer);
  return {
    fsc147_exact_match: given === right ? 1 : 0,
    fsc147_mae: Math.abs((given ?? 0) - right),
    unparsed: given === undefined,
  };
}

function rightCount(document: EvalDocument): number {
  for (const column of COUNT_COLUMNS) {
    const value = document[column];
    const isGiven = typeof value === 'number' || typeof value === 'string';
    const count = isGiven ? countIn(String(value)) : undefined;
    if (count !== undefined) return count;
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot find how many objects a picture holds: expected a number in one of the columns ${COUNT_COLUMNS.join(', ')}, received the columns ${Object.keys(document).join(', ')}.`,
  );
}

function countIn(text: string): number | undefined {
  const number = NUMBER.exec(text.replaceAll(',', ''))?.[0];
  return number === undefined ? undefined : roundHalfEven(Number(number), 0);
}
