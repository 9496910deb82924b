import { meanOfDocuments } from '../../core/aggregations/mean-of-documents.ts';
import { optionalText } from '../../core/document-value.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { letterAt } from '../../core/extractors/candidate-letter.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import type { ScoringContext } from '../../core/task.ts';
import { choicesOf, extractAnswer, normaliseExtraction } from './extraction.ts';
import { answerKind, promptStyle } from './prompt-style.ts';

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  if (Number(settings['shot'] ?? 0) > 0) {
    throw new EvalError(
      'config-invalid',
      'Cannot show worked examples of MathVista: none ship with the task. Set "shot" to 0 under lmms_eval_specific_kwargs.',
    );
  }
  const style = promptStyle(promptSetting(settings, 'shot_type'));
  const kind = answerKind(
    readText(document, 'question_type'),
    readText(document, 'answer_type'),
    Number(document['precision'] ?? 0),
  );
  const unit = optionalText(document, 'unit');
  const question = readText(document, 'question') + (unit === '' ? '' : ` (Unit: ${unit})`);
  const parts = [
    style.hasPlainQuestion === true ? question : `Question: ${question}`,
    choiceLines(choicesOf(document), style.hasPlainQuestion === true),
    settings['use_caption'] === true
      ? labelled('Image description', optionalText(document, 'caption'))
      : '',
    settings['use_ocr'] === true
      ? labelled('Image detected text', optionalText(document, 'ocr'))
      : '',
  ];
  const hint = style.hint(kind);
  const all = style.isHintFirst === true ? [hint, ...parts] : [...parts, hint, style.lead ?? ''];
  return trimPython(all.filter((part) => part !== '').join('\n'));
}

export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
  { judgement }: ScoringContext = {},
): Record<string, MetricValue> {
  const extraction = extractAnswer(document, trimPython(response), judgement);
  if (extraction === undefined) return { llm_as_judge_eval: null, submission: null };
  const prediction = normaliseExtraction(document, extraction);
  const answer = (document['answer'] ?? null) as JsonValue;
  const record = {
    question_id: document['pid'] as JsonValue,
    query: (document['query'] ?? null) as JsonValue,
    choices: (document['choices'] ?? null) as JsonValue,
    answer,
    extraction,
    prediction,
    true_false:
      prediction !== null &&
      trimPython(prediction) === trimPython(optionalText(document, 'answer')),
    question_type: document['question_type'] as JsonValue,
    answer_type: document['answer_type'] as JsonValue,
    precision: (document['precision'] ?? null) as JsonValue,
    ...(document['metadata'] as JsonObject | undefined),
  };
  return { llm_as_judge_eval: record, submission: record, unparsed: (prediction ?? '') === '' };
}

/** Percentage with two decimals. */
export const accuracy = meanOfDocuments({
  name: 'accuracy',
  scoreOf: (record) => (record['true_false'] === true ? 100 : 0),
  decimals: 2,
});

function choiceLines(choices: readonly string[], isPlain: boolean): string {
  if (choices.length === 0) return '';
  const lines = choices.map((choice, position) =>
    isPlain ? `${letterAt(position)}. ${choice}` : `(${letterAt(position)}) ${choice}`,
  );
  return (isPlain ? lines : ['Choices:', ...lines]).join('\n');
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}`;
}
