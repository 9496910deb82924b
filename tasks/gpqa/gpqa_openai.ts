import type { EvalDocument } from '../../core/document.ts';
import { boxedAnswers } from '../../core/extractors/boxed-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { comparableText } from '../../core/metrics/metric.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const STATED = /answer[ \t]*:[ \t*$]*([A-D])(?![A-Za-z])/gi;
/** Behind these markers stands the answer of models that mark it. */
const MARKERS = ['<|im_start|>answer\n', '<|im_start|>'];

/** The letter in the last box, else behind the last "Answer:", else the whole text. */
export function parseLetter(text: string): string | undefined {
  const marker = MARKERS.find((candidate) => text.includes(candidate));
  const answer = marker === undefined ? text : (text.split(marker).at(-1) ?? '');
  const candidates = [
    boxedAnswers(answer).at(-1),
    Array.from(answer.matchAll(STATED)).at(-1)?.[1],
    answer,
  ];
  const letters = candidates.map((candidate) => trimPython(candidate ?? '').toUpperCase());
  return letters.find((letter) => /^[A-D]$/.test(letter));
}

/** Majority votes count letters: no two samples agree word for word. */
export function letters(responses: readonly JsonValue[]): readonly JsonValue[] {
  return responses.map((response) => parseLetter(comparableText(response)) ?? '');
}

/** One sample, or all of them with coverage and majority after 2, 4, 8 … samples. */
export function process_results(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const samples = samplesOf(responses);
  const right = readText(document, 'answer');
  const given = samples.map((sample) => parseLetter(sample) ?? null);
  const matches = given.map((letter) => (letter === right ? 1 : 0));
  const scores: Record<string, MetricValue> = {
    exact_match: matches[0] ?? 0,
    extracted_answers: given,
    exact_matches: matches,
  };
  for (let count = 2; count <= samples.length; count *= 2) {
    scores[`cov@${count}`] = matches.slice(0, count).includes(1) ? 1 : 0;
    scores[`maj@${count}`] = mostFrequent(given.slice(0, count)) === right ? 1 : 0;
  }
  return { ...scores, unparsed: given.every((letter) => letter === null) };
}

/** Right where any of the samples that the filters left is. */
export function process_results_coverage(
  document: EvalDocument,
  responses: readonly JsonValue[],
): Record<string, MetricValue> {
  const right = readText(document, 'answer');
  const given = samplesOf(responses).map(parseLetter);
  return {
    exact_match: given.includes(right) ? 1 : 0,
    unparsed: given.every((letter) => letter === undefined),
  };
}

function samplesOf(responses: readonly JsonValue[]): readonly string[] {
  return (responses.flat() as JsonValue[]).map(comparableText);
}

/** Among equals the one given first; no answer is no vote. */
function mostFrequent(given: readonly (string | null)[]): string | undefined {
  const votes = new Map<string, number>();
  for (const letter of given) {
    if (letter !== null) votes.set(letter, (votes.get(letter) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const [letter, count] of votes) {
    if (best === undefined || count > (votes.get(best) ?? 0)) best = letter;
  }
  return best;
}
