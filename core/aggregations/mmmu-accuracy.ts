import { isOpenAnswerRight } from '../extractors/mmmu-open.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { parsePythonLiteral } from '../text/python-literal.ts';
import { meanOfDocuments } from './mean-of-documents.ts';

/** The benchmark's own code rounds so. */
const DECIMALS = 5;

/**
 * Share of right answers over {question_type, answer, parsed_pred}, of all subjects together; of
 * several answers the first counts.
 */
export const mmmuAccuracy = meanOfDocuments({
  name: 'mmmu_accuracy',
  scoreOf: (record) => (isAnyRight(record, answersOf(record).slice(0, 1)) ? 1 : 0),
  decimals: DECIMALS,
});

/** The same with one right answer of several being enough (pass@k). */
export const mmmuPassAtK = meanOfDocuments({
  name: 'mmmu_pass_at_k',
  scoreOf: (record) => (isAnyRight(record, answersOf(record)) ? 1 : 0),
  decimals: DECIMALS,
});

function answersOf(record: JsonObject): readonly JsonValue[] {
  const answers = record['parsed_pred'];
  return Array.isArray(answers) ? (answers as readonly JsonValue[]) : [];
}

function isAnyRight(record: JsonObject, answers: readonly JsonValue[]): boolean {
  const { answer } = record;
  if (typeof answer !== 'string') return false;
  const isOpen = record['question_type'] !== 'multiple-choice';
  return answers.some((given) => (isOpen ? isOpenRight(answer, given) : answer === given));
}

/** The dataset writes several right answers as a Python list. */
function isOpenRight(answer: string, given: JsonValue): boolean {
  const listed = answer.startsWith('[') ? parsePythonLiteral(answer) : undefined;
  const right = Array.isArray(listed) ? listed.map(String) : [answer];
  return Array.isArray(given) && isOpenAnswerRight(right, given as (string | number)[]);
}
