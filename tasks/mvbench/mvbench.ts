import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { parseMvbenchLetter } from '../../core/extractors/mvbench-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = readTexts(document, 'candidates').map(
    (candidate, position) => `(${letterAt(position)}) ${candidate}\n`,
  );
  const question = `Question:${readText(document, 'question')}\nOption:\n`;
  return question + options.join('') + promptSetting(settings, 'post_prompt');
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const right = rightLetter(document);
  const given = parseMvbenchLetter(answer);
  return {
    mvbench_accuracy: {
      pred_answer: trimPython(answer),
      gt_answer: right,
      score: given === right ? 1 : 0,
    },
    unparsed: given === undefined,
  };
}

function rightLetter(document: EvalDocument): string {
  const answer = readText(document, 'answer');
  const candidates = readTexts(document, 'candidates');
  const position = candidates.indexOf(answer);
  if (position >= 0) return letterAt(position);
  throw new EvalError(
    'dataset-invalid',
    `the answer ${JSON.stringify(answer.slice(0, 80))} is none of the ${candidates.length} candidates`,
  );
}
