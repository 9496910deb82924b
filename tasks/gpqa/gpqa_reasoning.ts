import type { EvalDocument } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import { extractTaggedAnswer, scoreAnswerFormat } from '../../core/extractors/reasoned-answer.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const SYSTEM_PROMPT =
  'You are a helpful assistant. When the user asks a question, your response must include two parts: ' +
  'first, the reasoning process enclosed in <think>...</think> tags, then the final answer enclosed in <answer>...</answer> tags.' +
  'Please provide a clear, concise response within <answer> </answer> tags that directly addresses the question.';

export function doc_to_text(document: EvalDocument): string {
  const choices = ['A', 'B', 'C', 'D'].map(
    (letter, position) => `(${letter}) ${readText(document, `choice${position + 1}`)}`,
  );
  return `Question: ${readText(document, 'Question')}\nChoices:\n${choices.join(' ')}\n`;
}

export function doc_to_messages(document: EvalDocument): readonly object[] {
  const question = trimPython(doc_to_text(document));
  return [
    { role: 'system', content: [{ type: 'text', text: SYSTEM_PROMPT }] },
    { role: 'user', content: [{ type: 'text', text: question }] },
  ];
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const answer = trimPython(response);
  const given = extractOptionLetter(extractTaggedAnswer(answer));
  return {
    acc_score: `(${given})` === readText(document, 'answer') ? 1 : 0,
    format_score: scoreAnswerFormat(answer),
    unparsed: given === '',
  };
}
