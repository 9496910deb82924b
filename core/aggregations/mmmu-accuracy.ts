import { isOpenAnswerRight } from '../extractors/mmmu-open.ts';
import type { JsonValue } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { parsePythonLiteral } from '../text/python-literal.ts';
import { fieldOf, pickColumn, type Aggregation } from './aggregation.ts';

/**
 * Share of right answers over {question_type, answer, parsed_pred}, of all subjects together; of
 * several answers the first counts.
 */
export const mmmuAccuracy: Aggregation = {
  name: 'mmmu_accuracy',
  encode(value) {
    const [answer, answers] = [fieldOf(value, 'answer'), fieldOf(value, 'parsed_pred')];
    if (typeof answer !== 'string' || !Array.isArray(answers)) return undefined;
    const given = (answers as readonly JsonValue[])[0] ?? '';
    const isOpen = fieldOf(value, 'question_type') !== 'multiple-choice';
    return [(isOpen ? isOpenRight(answer, given) : answer === given) ? 1 : 0];
  },
  compute: (table, picks) => mean(pickColumn(table, picks)),
  standardError: (table) => standardError(table.values()),
};

/** The dataset writes several right answers as a Python list. */
function isOpenRight(answer: string, given: JsonValue): boolean {
  const listed = answer.startsWith('[') ? parsePythonLiteral(answer) : undefined;
  const right = Array.isArray(listed) ? listed.map(String) : [answer];
  return Array.isArray(given) && isOpenAnswerRight(right, given as (string | number)[]);
}
