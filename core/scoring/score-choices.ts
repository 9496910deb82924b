import { EvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { comparableText, type ChoiceInput, type Orientation } from '../metrics/metric.ts';
import { getMetric } from '../metrics/registry.ts';
import type { LogLikelihoodPair, MetricValue } from '../rows.ts';
import type { MetricEntry, RenderedDocument } from '../task.ts';

export interface ScoreChoicesInput {
  readonly metricList: readonly MetricEntry[];
  /** One per choice; followed by one per choice without context where acc_mutual_info is asked for. */
  readonly pairs: readonly LogLikelihoodPair[];
  readonly rendered: RenderedDocument;
  readonly orientation: Orientation;
}

/** Scores of a multiple_choice answer by a task's metric_list. */
export function scoreChoices(input: ScoreChoicesInput): Record<string, MetricValue> {
  const { metricList, pairs, rendered, orientation } = input;
  const choices = rendered.choices ?? [];
  const hasUnconditional = pairs.length === 2 * choices.length;
  if (choices.length === 0 || (pairs.length !== choices.length && !hasUnconditional)) {
    throw new EvalError(
      'scorer-failed',
      `the answer holds ${pairs.length} log-likelihoods for ${choices.length} choices; run inference again`,
    );
  }
  const oriented = pairs.map(([value]) => orient(value, orientation));
  const choiceInput: ChoiceInput = {
    choices,
    gold: goldOf(rendered, choices),
    logLikelihoods: oriented.slice(0, choices.length),
    isGreedy: pairs.slice(0, choices.length).map(([, isGreedy]) => isGreedy),
    ...(hasUnconditional ? { unconditional: oriented.slice(choices.length) } : {}),
  };
  return collect(metricList, (entry) => {
    const { scoreChoice } = getMetric(entry.metric);
    return scoreChoice === undefined
      ? unsupported(entry, 'multiple_choice')
      : scoreChoice(choiceInput);
  });
}

export interface ScoreLogLikelihoodInput {
  readonly metricList: readonly MetricEntry[];
  readonly pair: LogLikelihoodPair;
  readonly target: JsonValue;
  readonly orientation: Orientation;
}

/** Scores of a loglikelihood answer by a task's metric_list. */
export function scoreLogLikelihood(input: ScoreLogLikelihoodInput): Record<string, MetricValue> {
  const { metricList, pair, target, orientation } = input;
  return collect(metricList, (entry) => {
    const metric = getMetric(entry.metric);
    return metric.scoreLogLikelihood === undefined
      ? unsupported(entry, 'loglikelihood')
      : metric.scoreLogLikelihood({
          continuation: comparableText(target),
          logLikelihood: orient(pair[0], orientation),
          isGreedy: pair[1],
        });
  });
}

function collect(
  metricList: readonly MetricEntry[],
  score: (entry: MetricEntry) => MetricValue,
): Record<string, MetricValue> {
  return Object.fromEntries(metricList.map((entry) => [entry.metric, score(entry)]));
}

/** From here on higher is better. */
function orient(value: number, orientation: Orientation): number {
  return orientation === 'loss' ? -value : value;
}

/** Indices of the right choices: an index, the text of a choice, or a list of either. */
function goldOf(rendered: RenderedDocument, choices: readonly string[]): readonly number[] {
  const { target } = rendered;
  const targets = Array.isArray(target) ? (target as readonly JsonValue[]) : [target];
  const named =
    rendered.goldIndices ??
    targets.map((item) =>
      typeof item === 'number' ? item : choices.indexOf(comparableText(item)),
    );
  const gold = named.filter(
    (index) => Number.isInteger(index) && index >= 0 && index < choices.length,
  );
  if (gold.length > 0) return gold;
  throw new EvalError(
    'scorer-failed',
    `the target ${JSON.stringify(target).slice(0, 120)} names none of the ${choices.length} choices; correct doc_to_target or doc_to_choice`,
  );
}

function unsupported(entry: MetricEntry, outputType: string): never {
  throw new EvalError(
    'config-invalid',
    `Cannot score output_type ${outputType} with ${entry.metric}: it compares other answers. Use a metric such as acc.`,
  );
}
