import { listOf, recordOf, textOf } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { splitWords } from '../../core/text/words.ts';

const ANSWER_HEADING = '## The correct answer is:';
const CRITERIA_HEADING = '## Scoring criteria:';

/** The reference stands in a text for markers; the subtask is the folder of the pictures. */
export function process_docs(row: EvalDocument): EvalDocument {
  return { ...row, subtask: subtaskOf(row), target_answer: referenceOf(row) };
}

export function doc_to_visual(document: EvalDocument): readonly Media[] {
  const paths = listOf(document['image_list'])
    .map(textOf)
    .filter((path) => path.trim() !== '');
  return paths.map(mediaAt);
}

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const prompt = trimPython(readText(document, 'prompt'));
  return trimPython(
    `${promptSetting(settings, 'pre_prompt')}${prompt}${promptSetting(settings, 'post_prompt')}`,
  );
}

export function doc_to_target(document: EvalDocument): string {
  const target = document['target_answer'];
  return typeof target === 'string' && trimPython(target) !== '' ? target : referenceOf(document);
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const isAnswered = trimPython(answer) !== '';
  const isRight = isAnswered && normalise(answer) === normalise(doc_to_target(document));
  const known = document['subtask'];
  const subtask = typeof known === 'string' ? known : subtaskOf(document);
  return {
    mme_cc_exact_match: { score: isRight ? 1 : 0, total: 1, subtask },
    mme_cc_answered_rate: { score: isAnswered ? 1 : 0, total: 1 },
    unparsed: !isAnswered,
  };
}

function referenceOf(row: EvalDocument): string {
  const answer = recordOf(row['ground_truth'])['answer'];
  if (typeof answer !== 'string') return '';
  const [before = '', ...after] = answer.split(ANSWER_HEADING);
  const text = after.length > 0 ? after.join(ANSWER_HEADING) : before;
  return trimPython(text.split(CRITERIA_HEADING)[0] ?? '');
}

function subtaskOf(row: EvalDocument): string {
  const images = row['image_list'];
  const first: unknown = Array.isArray(images) ? images[0] : undefined;
  if (typeof first === 'string' && first.includes('/')) return trimPython(first).split('/')[0]!;
  const extra = recordOf(row['extra']);
  const named = extra['Subtask'] ?? extra['subtask'];
  return typeof named === 'string' && named.trim() !== ''
    ? trimPython(named).replaceAll(' ', '_')
    : 'unknown';
}

/** What follows the thinking, without code fences, in lower case with single blanks. */
function normalise(text: string): string {
  const answer = text.split('</think>').at(-1) ?? '';
  return splitWords(answer.replaceAll(/```(?:json)?/gi, '').toLowerCase()).join(' ');
}
