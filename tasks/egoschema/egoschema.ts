import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { LogLikelihoodPair, MetricValue } from '../../core/rows.ts';

/** The texts of the options: the dataset writes each after its letter and a period. */
export function doc_to_choice(document: EvalDocument): readonly string[] {
  return readTexts(document, 'option').map((option) => option.replace(/^\s*[A-Z]\./, '').trim());
}

/** The likeliest option, for the score and for a file to submit. */
export function process_results(
  document: EvalDocument,
  pairs: readonly LogLikelihoodPair[],
): Record<string, MetricValue> {
  if (pairs.length === 0) {
    throw new EvalError(
      'scorer-failed',
      'the answer holds no log-likelihoods; run inference again',
    );
  }
  let likeliest = 0;
  for (const [position, [logProbability]] of pairs.entries()) {
    if (logProbability > pairs[likeliest]![0]) likeliest = position;
  }
  return {
    submission: { [readText(document, 'video_idx')]: likeliest },
    score: { pred: likeliest, ground_truth: readText(document, 'answer') },
  };
}
