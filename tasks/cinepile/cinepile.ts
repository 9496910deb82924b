import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import type { EvalDocument } from '../../core/document.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const ANSWER = /Answer:\s*([A-E])\)?\.?\s*(.*)/i;

export const percent_correct = meanOfDocuments({
  name: 'percent_correct',
  scoreOf: ({ correct }) => 100 * Number(correct),
});

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const options = readTexts(document, 'choices').map(
    (option, position) => `- ${letterAt(position)}) ${option}\n`,
  );
  const question = `${readText(document, 'question')}\n${options.join('')}`;
  return `${promptSetting(settings, 'pre_prompt')}\n\n**Subtitles:**\n${readText(document, 'subtitles')}\n\n${question}\n${promptSetting(settings, 'post_prompt')}`;
}

export function doc_to_target(document: EvalDocument): string {
  return `${rightLetter(document)}) ${readText(document, 'answer_key')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const { letter, text } = parseAnswer(answer);
  const right = rightLetter(document);
  const isSameText = text.toLowerCase() === readText(document, 'answer_key').toLowerCase();
  const isRight = letter === null ? isSameText : letter === right && (text === '' || isSameText);
  return {
    cinepile_accuracy: {
      question: readText(document, 'question'),
      question_category: readText(document, 'question_category'),
      hard_split: readText(document, 'hard_split'),
      correct: isRight ? 1 : 0,
      answer: right,
      raw_response: answer,
      response_ext_number: letter,
      response_ext_text: text,
    },
    unparsed: letter === null && !isRight,
  };
}

/** A letter alone, the letter and text after "Answer:", or a text. */
function parseAnswer(answer: string): { readonly letter: string | null; readonly text: string } {
  const plain = answer.replaceAll('*', '').trim();
  if (/^[A-E]$/i.test(plain)) return { letter: plain.toUpperCase(), text: '' };
  const named = ANSWER.exec(plain);
  if (named === null) return { letter: null, text: plain };
  return { letter: (named[1] ?? '').toUpperCase(), text: (named[2] ?? '').trim() };
}

function rightLetter(document: EvalDocument): string {
  return letterAt(Number(readText(document, 'answer_key_position')));
}
