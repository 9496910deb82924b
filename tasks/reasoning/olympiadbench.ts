import type { EvalDocument } from '../../core/document.ts';
import { listOf, optionalText, textOf } from '../../core/document-value.ts';
import { isMedia } from '../../core/media.ts';
import { readText } from '../../core/read-column.ts';
import { THINK_PROMPT, reasoningTask } from './reasoning-task.ts';

const COLUMNS = ['image_1', 'image_2', 'image_3', 'image_4', 'image_5'];

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: THINK_PROMPT,
  prompt(document) {
    const isChinese = document['language'] === 'Chinese';
    return (isChinese ? chineseLines : englishLines)(document).join('\n');
  },
  pictures: (document) => COLUMNS.map((column) => document[column]).filter(isMedia),
  answer: doc_to_target,
});

export function doc_to_target(document: EvalDocument): string {
  return textOf(listOf(document['final_answer'])[0]);
}

function englishLines(document: EvalDocument): string[] {
  const type = answerType(document);
  return [
    `The following is a question from an International ${optionalText(document, 'subfield')} competition.`,
    readText(document, 'question'),
    document['is_multiple_answer'] === true
      ? `The question has multiple answers, each of them should be ${type}.`
      : `The answer of question should be ${type}.`,
    '',
  ];
}

function chineseLines(document: EvalDocument): string[] {
  const type = answerType(document);
  return [
    `以下是中国${optionalText(document, 'subfield')}竞赛中的解答题。`,
    readText(document, 'question'),
    document['is_multiple_answer'] === true
      ? `题目有多个答案，答案类型均为${type}。`
      : `答案类型为${type}。`,
    '',
  ];
}

function answerType(document: EvalDocument): string {
  const type = optionalText(document, 'answer_type');
  return type === 'Need_human_evaluate' ? 'proof based' : type;
}
