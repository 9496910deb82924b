import type { EvalDocument } from '../../core/document.ts';
import { parseReasoningTags, stripReasoning } from '../../core/filters/reasoning-tags.ts';
import { runPipeline } from '../../core/filters/run-pipeline.ts';
import type { JsonValue } from '../../core/json.ts';
import type { FilterStep } from '../../core/task.ts';
import type { Options, ParityFunction, ParityFunctions } from './parity-function.ts';

interface FilterInput {
  readonly kwargs: Options;
  readonly resps: readonly (readonly JsonValue[])[];
  readonly docs?: readonly EvalDocument[];
}

const FILTERS = [
  'take_first',
  'take_first_k',
  'majority_vote',
  'remove_whitespace',
  'lowercase',
  'uppercase',
  'strip_thinking',
  'map',
  'regex',
  'multi_choice_regex',
];

export const filterFunctions: ParityFunctions = {
  ...Object.fromEntries(FILTERS.map((name) => [`filter:${name}`, filterFunction(name)])),
  'filter_class:SimpleMultiChoiceRegexFilter': filterFunction('simple_multi_choice_regex'),
  filter_ensemble: ({
    components,
    resps,
  }: FilterInput & { components: readonly [string, Options | null][] }) => {
    const steps = components.map(([name, options]) => ({ function: name, ...options }));
    return runEach(steps, { kwargs: {}, resps });
  },
  strip_reasoning_tags: ({ text, tag_pairs: tags }) =>
    stripReasoning(text as string, tags as [string, string][], { cutBeforeLoneEndTag: true }),
  parse_reasoning_tags_config: ({ cli_value: fromFlag, task_value: fromTask }) =>
    parseReasoningTags((fromTask ?? fromFlag) as JsonValue),
};

function filterFunction(name: string): ParityFunction {
  return (input: FilterInput) => runEach([{ function: name, ...input.kwargs }], input);
}

function runEach(steps: readonly FilterStep[], { resps, docs }: FilterInput): JsonValue[] {
  return resps.map((responses, index) => {
    const document = docs?.[index];
    const context = {
      whenOutOfRange: 'error',
      ...(document === undefined ? {} : { document }),
    } as const;
    return runPipeline(steps, responses, context).output;
  });
}
