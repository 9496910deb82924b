import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { parseRating } from '../../core/extractors/judge-rating.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';

const RATINGS = [0, 5] as const;

/** The sound is in `audio_path`, in `audio` in older revisions. */
export function doc_to_visual(document: EvalDocument): readonly DocumentValue[] {
  const sound = document['audio_path'] ?? document['audio'];
  return sound === undefined ? [] : [sound];
}

export function judge_prompt(document: EvalDocument, [answer = '']: readonly string[]): string {
  return [
    'You are a music critic who rates descriptions of music objectively.',
    `[Reference description]\n${readText(document, 'text')}`,
    `[Description to rate]\n${answer}`,
    'How well does the description agree with the reference in instruments, genre, mood, tempo and style? ' +
      'Other words for the same thing are fine; wrong facts are not.\n' +
      '0: wrong or off the topic. 1: misses nearly everything. 2: some elements, much missing or wrong. ' +
      '3: right on the whole, few details or small errors. 4: right and detailed. ' +
      '5: right, detailed and complete.',
    'Write two lines and nothing after them: "Explanation: " and your reasons, then "Rating: " and the number.',
  ].join('\n\n');
}

export function process_results(
  _document: EvalDocument,
  _responses: readonly string[],
  { judgement = '' }: ScoringContext = {},
): Record<string, MetricValue> {
  const rating = parseRating(judgement, RATINGS);
  return { eval_score: rating === undefined ? null : { eval_answer: judgement, score: rating } };
}
