import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import {
  letterAt,
  parseCandidateLetter,
  plainText,
} from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = readTexts(document, 'candidates').map(
    (candidate, position) => `${letterAt(position)}. ${candidate}`,
  );
  const lines = [readText(document, 'question').trim(), ...options];
  const postPrompt = promptSetting(settings, 'post_prompt').trim();
  if (postPrompt !== '') lines.push(postPrompt);
  return promptSetting(settings, 'pre_prompt') + lines.join('\n');
}

/** The dataset writes the text of the right option. */
export function doc_to_target(document: EvalDocument): string {
  const answer = readText(document, 'answer');
  const candidates = readTexts(document, 'candidates').map(plainText);
  const position = candidates.indexOf(plainText(answer));
  if (position >= 0) return letterAt(position);
  throw new EvalError(
    'dataset-invalid',
    `the answer ${JSON.stringify(answer.slice(0, 80))} is none of the ${candidates.length} candidates`,
  );
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = parseCandidateLetter(answer, readTexts(document, 'candidates'));
  return { tvbench_acc: letter === doc_to_target(document) ? 1 : 0, unparsed: letter === '' };
}
