import { EvalError } from '../errors.ts';
import { runPipeline, type PipelineResult } from '../filters/run-pipeline.ts';
import { stripReasoning } from '../filters/reasoning-tags.ts';
import type { JsonValue } from '../json.ts';
import { BYPASS_VALUE } from '../metrics/bypass.ts';
import type { InferenceRow, LogLikelihoodPair, MetricValue } from '../rows.ts';
import type { FilterPipeline } from '../task.ts';
import { scoreNumber } from './metric-value.ts';
import { scoreChoices, scoreLogLikelihood } from './score-choices.ts';
import type { ScoreDocumentInput } from './score-document.ts';
import { scoreGeneration } from './score-generation.ts';

export interface ScoredAnswers {
  readonly filtered: JsonValue;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly repeatScores?: Readonly<Record<string, readonly number[]>>;
  readonly isFallback: boolean;
}

/** `true` under this name beside a task's own metrics: its scorer found no answer in the text. */
const UNPARSED = 'unparsed';

/** Scores the answers of one document under one pipeline; throws where scoring is not possible. */
export type AnswerScorer = (pipeline: FilterPipeline) => ScoredAnswers;

export function createAnswerScorer(input: ScoreDocumentInput): AnswerScorer {
  const { output_type: outputType } = input.task.config;
  const isGenerated = outputType !== 'multiple_choice' && outputType !== 'loglikelihood';
  const filter = isGenerated ? createTextFilter(input) : createPairFilter(input);
  return (pipeline) => {
    const { output, isFallback } = filter(pipeline, undefined);
    const { [UNPARSED]: isUnparsed, ...metrics } = scoreFiltered(input, output);
    const repeatScores = scoreRepeats(input, pipeline, filter);
    return {
      filtered: output,
      metrics,
      isFallback: isFallback || isUnparsed === true,
      ...(repeatScores === undefined ? {} : { repeatScores }),
    };
  };
}

/** The filtered answer of all repeats, or of one of them alone. */
type AnswerFilter = (pipeline: FilterPipeline, repeat: number | undefined) => PipelineResult;

function createTextFilter(input: ScoreDocumentInput): AnswerFilter {
  const tags =
    input.task.config.reasoning_tags === undefined
      ? input.reasoningTags
      : input.task.config.reasoning_tags;
  const texts = input.rows.map((row) => {
    const text = typeof row.output === 'string' ? row.output : '';
    // Before the filters: a pattern must not find its answer, nor a vote its majority, in reasoning.
    return tags === null ? text : stripReasoning(text, tags);
  });
  return (pipeline, repeat) => {
    const context = { document: input.document };
    const { functions } = input.task;
    if (repeat === undefined) return runPipeline(pipeline.filter, texts, context, functions);
    // One repeat alone has no first k: the rest of the pipeline tells what this sample says.
    const steps = pipeline.filter.filter((step) => step.function !== 'take_first_k');
    return runPipeline(steps, [texts[repeat]!], context, functions);
  };
}

/** Log-likelihoods are not filtered; repeats of them are equal, so the first one counts. */
function createPairFilter(input: ScoreDocumentInput): AnswerFilter {
  return (_, repeat) => ({ output: pairsOf(input.rows[repeat ?? 0]!), isFallback: false });
}

function pairsOf(row: InferenceRow): readonly LogLikelihoodPair[] {
  if (row.output !== undefined && typeof row.output !== 'string') return row.output;
  throw new EvalError(
    'scorer-failed',
    `repeat ${row.repeat} holds no log-likelihoods; run inference again`,
  );
}

function scoreFiltered(
  input: ScoreDocumentInput,
  filtered: JsonValue,
): Record<string, MetricValue> {
  if (input.predictOnly === true) return { bypass: BYPASS_VALUE };
  const metrics = input.task.processResults
    ? scoreByTask(input, filtered)
    : scoreByMetricList(input, filtered);
  for (const [name, value] of Object.entries(metrics)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new EvalError('scorer-failed', `${name} came out as ${value}, which is not a score`);
    }
  }
  return metrics;
}

function scoreByTask(input: ScoreDocumentInput, filtered: JsonValue): Record<string, MetricValue> {
  const isChoice = input.task.config.output_type === 'multiple_choice';
  const responses = isChoice ? logProbabilities(input, filtered) : [firstPairOr(input, filtered)];
  const metrics: unknown = input.task.processResults!(
    input.document,
    responses,
    input.context ?? {},
  );
  if (typeof metrics === 'object' && metrics !== null && !Array.isArray(metrics)) {
    return { ...(metrics as Record<string, MetricValue>) };
  }
  throw new EvalError(
    'scorer-failed',
    `process_results returned ${JSON.stringify(metrics)?.slice(0, 80)}; return an object of metrics`,
  );
}

/** A task's scorer need not know what its numbers mean: the larger one is always the likelier. */
function logProbabilities(
  { orientation }: ScoreDocumentInput,
  filtered: JsonValue,
): readonly JsonValue[] {
  const pairs = filtered as unknown as readonly LogLikelihoodPair[];
  if (orientation !== 'loss') return pairs;
  return pairs.map(([loss, isGreedy]) => [-loss, isGreedy]);
}

/** A loglikelihood task has one request, so its scorer receives one pair. */
function firstPairOr(input: ScoreDocumentInput, filtered: JsonValue): JsonValue {
  if (input.task.config.output_type !== 'loglikelihood') return filtered;
  return (filtered as readonly JsonValue[])[0] ?? null;
}

function scoreByMetricList(
  input: ScoreDocumentInput,
  filtered: JsonValue,
): Record<string, MetricValue> {
  const { rendered, orientation = 'log-probability' } = input;
  const { output_type: outputType, metric_list: metricList } = input.task.config;
  if (outputType === 'multiple_choice') {
    const pairs = filtered as unknown as readonly LogLikelihoodPair[];
    return scoreChoices({ metricList, pairs, rendered, orientation });
  }
  if (outputType === 'loglikelihood') {
    const pair = firstPairOr(input, filtered) as unknown as LogLikelihoodPair;
    return scoreLogLikelihood({ metricList, pair, target: rendered.target, orientation });
  }
  return scoreGeneration(metricList, filtered, rendered, input.task.functions);
}

/** Each repeat scored by itself; only metrics that are a number for every repeat. */
function scoreRepeats(
  input: ScoreDocumentInput,
  pipeline: FilterPipeline,
  filter: AnswerFilter,
): Readonly<Record<string, readonly number[]>> | undefined {
  if (input.rows.length < 2 || input.predictOnly === true) return undefined;
  const perRepeat = input.rows.map((_, repeat) =>
    scoreFiltered(input, filter(pipeline, repeat).output),
  );
  const scores: Record<string, readonly number[]> = {};
  for (const name of Object.keys(perRepeat[0]!)) {
    if (name === UNPARSED) continue;
    const numbers = perRepeat.map((metrics) =>
      scoreNumber(metrics[name] ?? null, input.task.config.score_key),
    );
    if (!numbers.includes(undefined)) scores[name] = numbers as number[];
  }
  return scores;
}
