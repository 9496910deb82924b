import { isFunctionReference } from '../function-reference.ts';
import type { JsonObject } from '../json.ts';
import type { FilterPipeline, MetricEntry, OutputType, TaskConfig } from '../task.ts';
import type { ParseTaskOptions, TaskFile } from './task-schema.ts';

const DEFAULT_METRICS: Readonly<Record<OutputType, readonly MetricEntry[]>> = {
  generate_until: [{ metric: 'exact_match' }],
  generate_until_multi_round: [{ metric: 'exact_match' }],
  generate_until_agentic: [{ metric: 'exact_match' }],
  loglikelihood: [{ metric: 'perplexity' }, { metric: 'acc' }],
  multiple_choice: [{ metric: 'acc' }, { metric: 'acc_norm' }],
};

const DEFAULT_FILTERS: readonly FilterPipeline[] = [
  { name: 'none', filter: [{ function: 'take_first' }] },
];

/** Read here and folded into other keys, so they do not reach the configuration. */
const CONSUMED = new Set([
  'group',
  'model_specific_generation_kwargs',
  'doc_to_audio',
  'process_results_use_image',
  'auto_strip_thinking',
  'should_decontaminate',
  'doc_to_decontamination_query',
]);

export function withTaskDefaults(file: TaskFile, options: ParseTaskOptions): TaskConfig {
  const kept = Object.entries(file).filter(
    ([key, value]) => value !== undefined && !CONSUMED.has(key),
  );
  const outputType = file.output_type ?? 'generate_until';
  const fewshotDelimiter = file.fewshot_delimiter ?? '\n\n';
  const tag = file.tag ?? file.group;
  return {
    ...Object.fromEntries(kept),
    task: file.task,
    dataset_path: file.dataset_path,
    ...(file.dataset_name === undefined ? {} : { dataset_name: String(file.dataset_name) }),
    ...(tag === undefined ? {} : { tag: typeof tag === 'string' ? [tag] : tag }),
    ...mediaOf(file),
    ...(file.reasoning_tags === undefined ? {} : { reasoning_tags: tagsOf(file.reasoning_tags) }),
    output_type: outputType,
    description: file.description ?? '',
    target_delimiter: file.target_delimiter ?? ' ',
    fewshot_delimiter: fewshotDelimiter,
    num_fewshot: file.num_fewshot ?? 0,
    metric_list: file.metric_list?.map(metricEntry) ?? DEFAULT_METRICS[outputType],
    filter_list: filtersOf(file),
    generation_kwargs: generationOf(file, fewshotDelimiter, options.modelFamily),
    repeats: file.repeats ?? 1,
    score_key: file.score_key ?? 'score',
    $directory: options.directory,
  };
}

/** Sounds are media like any other: they follow the pictures. */
function mediaOf({
  doc_to_visual: visual,
  doc_to_audio: audio,
}: TaskFile): Pick<TaskConfig, 'doc_to_visual'> {
  if (audio === undefined) return {};
  if (visual === undefined || isFunctionReference(audio) || isFunctionReference(visual)) {
    return { doc_to_visual: audio };
  }
  return { doc_to_visual: [visual, audio].flat() };
}

function filtersOf(file: TaskFile): readonly FilterPipeline[] {
  const filters = (file.filter_list as readonly FilterPipeline[] | undefined) ?? DEFAULT_FILTERS;
  if (file.auto_strip_thinking !== true) return filters;
  return filters.map(({ name, filter }) => ({
    name,
    filter: [{ function: 'strip_thinking' }, ...filter],
  }));
}

/** A metric by function is named after the function, since results are keyed by name. */
function metricEntry(entry: NonNullable<TaskFile['metric_list']>[number]): MetricEntry {
  const { metric, ...options } = entry as typeof entry & MetricEntry;
  return isFunctionReference(metric)
    ? { ...options, metric: metric.$export, $function: metric }
    : { ...options, metric };
}

type ReasoningTags = readonly (readonly [string, string])[] | null;

function tagsOf(tags: Exclude<TaskFile['reasoning_tags'], undefined>): ReasoningTags {
  return tags === false ? null : tags;
}

function generationOf(
  file: TaskFile,
  fewshotDelimiter: string,
  modelFamily: string | undefined,
): JsonObject {
  const own = file.generation_kwargs ?? { do_sample: false };
  const byModel = file.model_specific_generation_kwargs ?? {};
  const family =
    modelFamily !== undefined && Object.hasOwn(byModel, modelFamily) ? modelFamily : 'default';
  const merged = { ...own, ...byModel[family] };
  return 'until' in merged ? merged : { until: [fewshotDelimiter], ...merged };
}
