import { z } from 'zod';
import { messageOf } from '../errors.ts';
import { isFunctionReference } from '../function-reference.ts';
import { parseReasoningTags } from '../filters/reasoning-tags.ts';
import type { JsonValue } from '../json.ts';
import type { TaskConfig } from '../task.ts';
import { schemaIssues, type SchemaIssue } from './schema-issues.ts';
import { rejectedTaskKeys } from './rejected-task-keys.ts';
import { withTaskDefaults } from './task-defaults.ts';

const functionReference = z.strictObject({ $module: z.string(), $export: z.string() });
const json = z.json() as z.ZodType<JsonValue>;
const jsonObject = z.record(z.string(), json);

const textSource = z.union([z.string(), z.int().min(0), functionReference], {
  error:
    'expected a column name, a template, a position among the choices or "!function file.name"',
});
const mediaSource = z.union([z.string(), z.array(z.string()), functionReference], {
  error: 'expected a column name, a list of column names or "!function file.name"',
});
const oneFunction = z.strictObject(functionReference.shape, {
  error: 'expected "!function file.name"',
});
const nameOrFunction = z.union([z.string(), functionReference], {
  error: 'expected a registered name or "!function file.name"',
});
const choices = z.union(
  [
    z.string(),
    z.array(z.union([z.string(), z.number()])),
    z.record(z.string(), z.string()),
    functionReference,
  ],
  {
    error:
      'expected a column name, a template, a list of texts, a mapping of texts or "!function file.name" (write yes, no, on and off in quotes: YAML reads them as true and false)',
  },
);

/** "none", or the pairs as a JSON text, which published task files write. */
const reasoningTagsText = z.string().transform((text, context) => {
  try {
    return parseReasoningTags(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: messageOf(error) });
    return z.NEVER;
  }
});

/** Every key of a task file. What is not here is refused with the nearest of these. */
const taskFileSchema = z.strictObject({
  task: z
    .string()
    .regex(
      /^[^\s/\\*?[\],]{1,200}$/,
      'expected a name without spaces, slashes, commas or wildcards',
    ),
  task_alias: z.string().optional(),
  tag: z.union([z.string(), z.array(z.string())]).optional(),
  group: z.union([z.string(), z.array(z.string())]).optional(),
  dataset_path: z.string().min(1),
  dataset_name: z.union([z.string(), z.number()]).optional(),
  dataset_kwargs: jsonObject.optional(),
  training_split: z.string().optional(),
  validation_split: z.string().optional(),
  test_split: z.string().optional(),
  fewshot_split: z.string().optional(),
  output_type: z
    .enum([
      'generate_until',
      'loglikelihood',
      'multiple_choice',
      'generate_until_multi_round',
      'generate_until_agentic',
    ])
    .optional(),
  doc_to_text: textSource.optional(),
  doc_to_target: json.optional(),
  doc_to_choice: choices.optional(),
  doc_to_visual: mediaSource.optional(),
  doc_to_audio: mediaSource.optional(),
  doc_to_messages: oneFunction.optional(),
  process_docs: oneFunction.optional(),
  process_results: oneFunction.optional(),
  judge: z
    .strictObject({ prompt: oneFunction, generation_kwargs: jsonObject.optional() })
    .optional(),
  description: z.string().optional(),
  target_delimiter: z.string().optional(),
  fewshot_delimiter: z.string().optional(),
  num_fewshot: z.int().min(0).optional(),
  fewshot_config: z
    .strictObject({
      sampler: z.enum(['default', 'first_n']).optional(),
      split: z.string().optional(),
      multiturn: z.boolean().optional(),
      samples: z.array(jsonObject).min(1).optional(),
      doc_to_text: textSource.optional(),
      doc_to_target: json.optional(),
    })
    .optional(),
  metric_list: z
    .array(
      z
        .object({
          metric: nameOrFunction,
          aggregation: nameOrFunction.optional(),
          // Task files leave it empty for what has no direction.
          higher_is_better: z.boolean().nullish(),
        })
        .catchall(json),
    )
    .optional(),
  filter_list: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        filter: z.array(z.object({ function: nameOrFunction }).catchall(json)).min(1),
      }),
    )
    .optional(),
  generation_kwargs: jsonObject.optional(),
  model_specific_generation_kwargs: z.record(z.string(), jsonObject).optional(),
  repeats: z.int().min(1).optional(),
  cluster_key: z.string().optional(),
  score_key: z.string().optional(),
  reasoning_tags: z
    .union([z.literal(false), z.array(z.tuple([z.string(), z.string()])), reasoningTagsText], {
      error: 'expected a list of [start, end] pairs, or none to switch stripping off',
    })
    .optional(),
  lmms_eval_specific_kwargs: jsonObject.optional(),
  metadata: json.optional(),
  model_specific_target_kwargs: z.record(z.string(), json).optional(),
  full_docs: z.boolean().optional(),
  process_results_use_image: z.boolean().optional(),
  auto_strip_thinking: z.boolean().optional(),
  should_decontaminate: z.boolean().optional(),
  doc_to_decontamination_query: textSource.optional(),
});

export type TaskFile = z.infer<typeof taskFileSchema>;
export const TASK_KEYS: readonly string[] = Object.keys(taskFileSchema.shape);

export interface ParseTaskOptions {
  readonly directory: string;
  /** Chooses among model_specific_generation_kwargs. */
  readonly modelFamily?: string;
}

export type ParsedTask =
  | { readonly config: TaskConfig; readonly issues?: never }
  | { readonly issues: readonly SchemaIssue[]; readonly config?: never };

/** The JSON-plain content of a task file, includes resolved, checked and completed with defaults. */
export function parseTaskFile(
  raw: Readonly<Record<string, JsonValue>>,
  options: ParseTaskOptions,
): ParsedTask {
  const issues: SchemaIssue[] = [...rejectedTaskKeys(raw)];
  const rejected = new Set(issues.map((issue) => issue.path[0]));
  // A key set to null is a key not set, as in the files people bring.
  const entries = Object.entries(raw).filter(
    ([key, value]) => value !== null && !rejected.has(key),
  );
  const parsed = taskFileSchema.safeParse(Object.fromEntries(entries));
  if (!parsed.success) issues.push(...schemaIssues(parsed.error, TASK_KEYS));
  else issues.push(...contradictions(parsed.data));
  if (issues.length > 0 || !parsed.success) return { issues };
  return { config: withTaskDefaults(parsed.data, options) };
}

function contradictions(file: TaskFile): SchemaIssue[] {
  const issues: SchemaIssue[] = [];
  const add = (key: keyof TaskFile, message: string): number =>
    issues.push({ path: [key], message });
  if (file.group !== undefined && file.tag !== undefined) {
    add('group', 'a task file cannot have both "group" and "tag": keep "tag"');
  }
  if (file.test_split === undefined && file.validation_split === undefined) {
    add('task', 'names no split to evaluate: set test_split or validation_split');
  }
  if (file.doc_to_text === undefined && file.doc_to_messages === undefined) {
    add('task', 'says nothing about the prompt: set doc_to_text or doc_to_messages');
  }
  if (file.doc_to_target === undefined && file.process_results === undefined) {
    add('task', 'says nothing about the right answer: set doc_to_target or process_results');
  }
  if (file.output_type === 'multiple_choice' && file.doc_to_choice === undefined) {
    add('output_type', 'multiple_choice needs doc_to_choice');
  }
  if (file.doc_to_audio !== undefined && isFunctionReference(file.doc_to_visual)) {
    add('doc_to_audio', 'doc_to_visual is a function already: let it return the sounds too');
  }
  if (file.doc_to_visual !== undefined && isFunctionReference(file.doc_to_audio)) {
    add(
      'doc_to_audio',
      'a function beside doc_to_visual: write one doc_to_visual that returns both',
    );
  }
  if (file.full_docs === true && file.process_results === undefined) {
    add('full_docs', 'only process_results can see all documents, and there is none');
  }
  if (typeof file.doc_to_text === 'number' && file.doc_to_choice === undefined) {
    add('doc_to_text', 'a number is a position among the choices: set doc_to_choice');
  }
  const until = file.generation_kwargs?.['until'];
  const isText = (value: unknown): boolean => typeof value === 'string';
  if (until !== undefined && !isText(until) && !(Array.isArray(until) && until.every(isText))) {
    add('generation_kwargs', '"until" must be a text or a list of texts');
  }
  return issues;
}
