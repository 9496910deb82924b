import { numberOf, type Aggregation } from '../../core/aggregations/aggregation.ts';
import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { INSTRUCTIONS } from './instructions.ts';

/** Strictly as answered; loosely also without its first line, its last line and its asterisks. */
export function process_results(
  document: EvalDocument,
  [response = '']: readonly string[],
): Record<string, MetricValue> {
  const isFollowed = checksOf(document);
  const strict = isFollowed.map((check) => check(response));
  const variants = looseVariants(response);
  const loose = isFollowed.map((check) => variants.some(check));
  return {
    prompt_level_strict_acc: !strict.includes(false),
    inst_level_strict_acc: strict,
    prompt_level_loose_acc: !loose.includes(false),
    inst_level_loose_acc: loose,
  };
}

/** Share of followed instructions, of all documents together. */
export const instruction_accuracy: Aggregation = {
  name: 'instruction_accuracy',
  readsRecord: true,
  encode(value) {
    if (!Array.isArray(value)) return undefined;
    const followed = (value as readonly JsonValue[]).map((item) => numberOf(item) ?? 0);
    return [followed.reduce((total, item) => total + item, 0), followed.length];
  },
  compute(table, picks) {
    let [followed, asked] = [0, 0];
    for (const row of picks) {
      followed += table.at(row, 0);
      asked += table.at(row, 1);
    }
    return followed / asked;
  },
  ofSums: (sums) => sums[0]! / sums[1]!,
};

/** An empty answer follows no instruction. */
function checksOf(document: EvalDocument): readonly ((response: string) => boolean)[] {
  const settings = document['kwargs'];
  return readTexts(document, 'instruction_id_list').map((id, position) => {
    const check = INSTRUCTIONS.get(id);
    const own = Array.isArray(settings) ? (settings as readonly DocumentValue[])[position] : {};
    if (check === undefined || typeof own !== 'object' || own === null || Array.isArray(own)) {
      throw new EvalError(
        'dataset-invalid',
        `Cannot check the instruction ${JSON.stringify(id)}: expected one of ${[...INSTRUCTIONS.keys()].join(', ')} with a record of settings. Check the dataset's revision.`,
      );
    }
    const record = own as EvalDocument;
    return (response) => trimPython(response) !== '' && check(response, record);
  });
}

function looseVariants(response: string): readonly string[] {
  const lines = response.split('\n');
  const cuts = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)];
  const texts = [response, ...cuts.map((cut) => trimPython(cut.join('\n')))];
  return [...texts, ...texts.map((text) => text.replaceAll('*', ''))];
}
