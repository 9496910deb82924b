import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument, DocumentValue } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { isSameAnswer } from './same-answer.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'];
const LONE_LETTER = /(?<![A-Za-z0-9])[A-E](?![A-Za-z0-9])/;
const SHOWN_CHARACTERS = 100;

/** The benchmark's own words. */
const DIRECT_CHOICE =
  'Do not generate any intermediate reasoning process. Answer directly with the option letter from the\ngiven choices.';
const DIRECT_OPEN =
  'Do not generate any intermediate reasoning process. Directly output the final answer.';
const STEPS_CHOICE =
  'Answer the given multiple-choice question step by step. Begin by explaining your reasoning process\nclearly. Conclude by stating the final answer using the following format: "Therefore, the final answer\nis: $LETTER" (without quotes), where $LETTER is one of the options. Think step by step before\nanswering.';
const STEPS_OPEN =
  'Answer the given question step by step. Begin by explaining your reasoning process clearly. Conclude\nby stating the final answer using the following format: "Therefore, the final answer is: "Answer:\n$ANSWER" (without quotes), where $ANSWER is the final answer of the question. Think step by\nstep before answering.';

export const percent_correct = meanOfDocuments({
  name: 'percent_correct',
  scoreOf: ({ correct }) => 100 * Number(correct),
});

export function doc_to_text(document: EvalDocument): string {
  return promptOf(document, isChoice(document) ? DIRECT_CHOICE : DIRECT_OPEN);
}

export function doc_to_text_cot(document: EvalDocument): string {
  return promptOf(document, isChoice(document) ? STEPS_CHOICE : STEPS_OPEN);
}

/** Only answers to open questions that are not plainly right. */
export function judge_prompt(
  document: EvalDocument,
  [answer = '']: readonly string[],
): string | undefined {
  if (isChoice(document) || isSameAnswer(answer, readText(document, 'answer'))) return undefined;
  return [
    'Decide whether the final answer in a response to a question about a video is right. The same meaning in other words, the same mathematics in another notation, and the same number within a reasonable precision are right; units must agree. A part of the answer, or the answer with something wrong added, is not.',
    `Question: ${readText(document, 'question')}`,
    `Right answer: ${readText(document, 'answer')}`,
    `Response: ${answer}`,
    'Reply with 1 for right or 0 for wrong, and nothing else.',
  ].join('\n\n');
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
  { judgement }: ScoringContext,
): Record<string, MetricValue> {
  const right = readText(document, 'answer');
  const letter = isChoice(document) ? letterOf(document, answer) : undefined;
  const byRule = letter === undefined ? isSameAnswer(answer, right) : letter === right;
  const verdict =
    letter === undefined && !byRule ? /^\W*([01])\b/.exec(judgement ?? '')?.[1] : undefined;
  const shown =
    answer.length > SHOWN_CHARACTERS ? `${answer.slice(0, SHOWN_CHARACTERS)}...` : answer;
  return {
    accuracy: {
      question_id: readText(document, 'id'),
      category: readText(document, 'video_path').split('/').at(-2) ?? '',
      pred_answer: letter === undefined ? shown : letter || 'N/A',
      answer: right,
      correct: byRule || verdict === '1' ? 1 : 0,
      eval_method: verdict === undefined ? 'rule-based' : 'gpt-based',
    },
    unparsed: letter === '' || answer.trim() === '',
  };
}

/** The letter that an answer names, else that of the one option whose text it holds. */
function letterOf(document: EvalDocument, answer: string): string {
  const lower = answer.toLowerCase();
  const held = LETTERS.filter((letter) => {
    const text = optionOf(document, letter).trim().toLowerCase();
    return text !== '' && lower.includes(text);
  });
  const named = extractOptionLetter(answer, LETTERS);
  // Capital letters begin words: an option's own text says more than they do.
  const isAlone = LONE_LETTER.test(answer);
  if (held.length === 1 && !isAlone) return held[0]!;
  return named;
}

function promptOf(document: EvalDocument, instruction: string): string {
  const options = isChoice(document)
    ? LETTERS.map((letter) => `${letter}: ${optionOf(document, letter)}`)
    : [];
  const lines = [`Question:${readText(document, 'question')}`, ...options];
  return `\n${lines.join('\n')}\nVisual Information: processed video\n${instruction}\n`;
}

function optionOf(document: EvalDocument, letter: string): string {
  const choices = (document['choices'] ?? {}) as { readonly [letter: string]: DocumentValue };
  const text = choices[letter];
  return typeof text === 'string' ? text : '';
}

function isChoice(document: EvalDocument): boolean {
  return readText(document, 'question_type') === 'multiple-choice';
}
