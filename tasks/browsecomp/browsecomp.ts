import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { splitWords } from '../../core/text/words.ts';
import { decryptColumn } from './decrypt.ts';

const FORMAT = [
  'Your response should be in the following format:',
  'Explanation: {your explanation for your final answer}',
  'Exact Answer: {your succinct, final answer}',
  'Confidence: {your confidence score between 0% and 100% for your answer}',
].join('\n');
const EXACT = /^\s*exact\s*answer\s*:(.*)$/i;
const FINAL = /^\s*(?:final\s+)?answer\s*:(.*)$/i;
const CONFIDENCE = /^\s*confidence\s*:\s*([+-]?\d+(?:\.\d+)?)\s*%?\s*$/i;

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = decryptColumn(document, 'problem');
  return `${promptSetting(settings, 'pre_prompt')}${question}\n\n${FORMAT}${promptSetting(settings, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  return decryptColumn(document, 'answer');
}

export function judge_prompt(document: EvalDocument, [response = '']: readonly string[]): string {
  return [
    'Does the answer given below to a question agree with the right answer? Small differences in wording or numbers do not matter; anything else does. Do not solve the question yourself.',
    `Question: ${decryptColumn(document, 'problem')}`,
    `Answer given: ${exactAnswer(response)}`,
    `Right answer: ${decryptColumn(document, 'answer')}`,
    'Reply with one word: Correct or Incorrect.',
  ].join('\n\n');
}

/** As the judge says, else by equality of the final answers without regard to case and blanks. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const prediction = exactAnswer(response);
  const target = decryptColumn(document, 'answer');
  const isEqual = prediction !== '' && plainText(prediction) === plainText(target);
  const record = {
    question_topic: (document['problem_topic'] ?? 'unknown') as JsonValue,
    prediction,
    target,
    confidence: confidenceIn(response),
    correct: (verdictIn(judgement ?? '') ?? isEqual) ? 1 : 0,
  };
  return { browsecomp_acc: record, unparsed: prediction === '' };
}

function verdictIn(judgement: string): boolean | undefined {
  const reply = judgement.toLowerCase();
  if (reply.includes('incorrect')) return false;
  return reply.includes('correct') ? true : undefined;
}

function exactAnswer(response: string): string {
  const lines = response.split('\n');
  return labelled(lines, EXACT) ?? labelled(lines, FINAL) ?? trimPython(response);
}

/** What follows a label, on its line or else on the next one with text. */
function labelled(lines: readonly string[], label: RegExp): string | undefined {
  for (const [index, line] of lines.entries()) {
    const found = label.exec(line);
    if (found === null) continue;
    const content = [found[1]!, ...lines.slice(index + 1)].map(trimPython).find(Boolean);
    if (content !== undefined) return content;
  }
  return undefined;
}

function confidenceIn(response: string): number | null {
  for (const line of response.split('\n')) {
    const found = CONFIDENCE.exec(line);
    if (found !== null) return Math.min(100, Math.max(0, Number(found[1])));
  }
  return null;
}

function plainText(text: string): string {
  return splitWords(text).join(' ').toLowerCase();
}
