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
  apply_template: ({ template, doc }) =>
    compileTemplate(template as string, { key: 'doc_to_text', task: 'parity' }).render(
      doc as EvalDocument,
    ),
};
