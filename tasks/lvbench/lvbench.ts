import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { shuffledPositions } from '../../core/statistics/shuffled-positions.ts';

/** The question, which holds its options unless they stand in a column of their own. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = optionsOf(document).map(
    (option, position) => `\n(${letterAt(position)}) ${option}`,
  );
  const question = readText(document, 'question') + options.join('');
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = extractOptionLetter(answer, ['A', 'B', 'C', 'D']);
  return {
    lvbench_score: letter === readText(document, 'answer') ? 1 : 0,
    unparsed: letter === '',
  };
}

/** The same options in another order, which depends on the question only. */
export function shuffle_options(row: EvalDocument): EvalDocument {
  const options = optionsOf(row);
  const right = 'ABCDEFGH'.indexOf(readText(row, 'answer').trim().toUpperCase() || '?');
  if (right < 0 || right >= options.length) return row;
  const order = shuffledPositions(options.length, readText(row, 'question'));
  return {
    ...row,
    options: order.map((from) => options[from]!),
    answer: letterAt(order.indexOf(right)),
  };
}

function optionsOf(document: EvalDocument): readonly string[] {
  const options = document['options'];
  const isThere = Array.isArray(options) && options.length > 0;
  return isThere ? readTexts(document, 'options') : [];
}
