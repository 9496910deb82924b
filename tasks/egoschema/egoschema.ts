import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { LogLikelihoodPair, MetricValue } from '../../core/rows.ts';
import { likeliestChoice } from '../../core/scoring/likeliest-choice.ts';
import { parseFirstNamedOption } from './first-named-option.ts';

/** What follows the options, whatever the settings say. */
const POST_PROMPT = "\nAnswer with the option's letter from the given choices directly.";
/** How a submission says that there is no answer. */
const NO_ANSWER = -1;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const lines = [readText(document, 'question'), ...readTexts(document, 'option')];
  return `${promptSetting(settings, 'pre_prompt')}${lines.join('\n')}${POST_PROMPT}`;
}

/** The texts of the options: the dataset writes each after its letter and a period. */
export function doc_to_choice(document: EvalDocument): readonly string[] {
  return readTexts(document, 'option').map((option) => option.replace(/^\s*[A-Z]\./, '').trim());
}

/** The likeliest option, for the score and for a file to submit. */
export function process_results(
  document: EvalDocument,
  pairs: readonly LogLikelihoodPair[],
): Record<string, MetricValue> {
  return scores(document, likeliestChoice(pairs));
}

/** The option that an answer in words names. */
export function process_results_letter(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const position = parseFirstNamedOption(answer, readTexts(document, 'option'));
  return { ...scores(document, position ?? NO_ANSWER), unparsed: position === undefined };
}

function scores(document: EvalDocument, position: number): Record<string, MetricValue> {
  // The answers of the full set are not public.
  const right = (document['answer'] ?? null) as MetricValue;
  return {
    submission: { [readText(document, 'video_idx')]: position },
    score: { pred: position, ground_truth: right as string | null },
  };
}
