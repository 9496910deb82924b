import { meanOfCategories } from '../../core/aggregations/mean-of-categories.ts';
import type { Aggregation } from '../../core/aggregations/aggregation.ts';
import { fieldOf } from '../../core/aggregations/aggregation.ts';
import type { EvalDocument } from '../../core/document.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

const DEV_TASKS = ['anomaly_reco', 'count', 'ego', 'needle', 'order', 'plotQA', 'topic_reasoning'];
const TEST_TASKS = [
  'anomaly_reco',
  'count',
  'ego',
  'needleQA',
  'order',
  'plotQA',
  'sportsQA',
  'topic_reasoning',
  'tutorialQA',
];

/** The benchmark's M-Avg over the kinds of tasks of the development set. */
export const mean_of_dev_tasks = meanOfTasks('mean_of_dev_tasks', DEV_TASKS);
/** The same over those of the test set. */
export const mean_of_test_tasks = meanOfTasks('mean_of_test_tasks', TEST_TASKS);

/** The column holds the question with its options. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = readText(document, 'question');
  return `${promptSetting(settings, 'pre_prompt')}${question}${promptSetting(settings, 'post_prompt')}`;
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const question = readText(document, 'question');
  const letter = extractOptionLetter(answer, lettersOf(question));
  return {
    mlvu_percetion_score: {
      question_id: question,
      task_type: readText(document, 'task_type'),
      pred_answer: letter,
      answer: readText(document, 'answer'),
    },
    unparsed: letter === '',
  };
}

/** Questions of the development set have four options, those of the test set six: (A) to (F). */
function lettersOf(question: string): readonly string[] {
  const more = ['E', 'F'].filter((letter) => question.includes(`(${letter})`));
  return ['A', 'B', 'C', 'D', ...more];
}

function meanOfTasks(name: string, categories: readonly string[]): Aggregation {
  return meanOfCategories({
    name,
    categories,
    categoryOf: (value) => fieldOf(value, 'task_type'),
    scoreOf: (value) => (fieldOf(value, 'pred_answer') === fieldOf(value, 'answer') ? 100 : 0),
  });
}
