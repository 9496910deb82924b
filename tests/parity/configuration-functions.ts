import { keySegment } from '../../core/artifact-key.ts';
import { sampleSize } from '../../core/sample-size.ts';
import { sanitizeModelName } from '../../client/cli/export-results.ts';
import { resultTable } from '../../client/cli/results-tables.ts';
import type { JsonObject } from '../../core/json.ts';
import { parseAssignments, parseScalar } from '../../client/cli/assignments.ts';
import { compileTemplate } from '../../tasks/render-template.ts';
import { matchesWildcard } from '../../tasks/wildcard.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { ParityFunctions } from './parity-function.ts';

export const configurationFunctions: ParityFunctions = {
  simple_parse_args_string: ({ args_string: text }) => parseAssignments(text, '--model_args'),
  handle_arg_string: ({ arg }) => parseScalar(arg as string),
  pattern_match: ({ patterns, source_list: names }) => {
    const wanted = [patterns].flat() as string[];
    return (names as string[])
      .filter((name) => wanted.some((pattern) => matchesWildcard(pattern, name)))
      .sort();
  },
  // Only the last two parts name a folder of the product.
  sanitize_model_name: ({ model_name: name, full_path: isFull }) =>
    (isFull === true ? (name as string).split('/') : [name as string])
      .map(sanitizeModelName)
      .join('__'),
  sanitize_task_name: ({ task_name: name }) => keySegment(name as string),
  get_sample_size: ({ docs, limit }) =>
    sampleSize(docs as number, (limit as number | null) ?? undefined) ?? null,
  make_table: ({ result_dict: results }) => resultTable(results as JsonObject),
  apply_template: ({ template, doc }) =>
    compileTemplate(template as string, { key: 'doc_to_text', task: 'parity' }).render(
      doc as EvalDocument,
    ),
};
