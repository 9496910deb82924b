import { EvalError } from '../errors.ts';
import { NO_FUNCTIONS, type TaskFunctions } from '../function-reference.ts';
import { trimPython } from '../filters/python-text.ts';
import type { JsonValue } from '../json.ts';
import { comparableText } from '../metrics/metric.ts';
import { getMetric } from '../metrics/registry.ts';
import type { MetricValue } from '../rows.ts';
import type { MetricEntry, RenderedDocument } from '../task.ts';

/** What `metric: !function file.name` names. */
type TaskMetric = (
  prediction: string,
  references: readonly string[],
  options: MetricEntry,
) => MetricValue;

/** Scores of an answer text (or of several, when the filters left several) by a task's metric_list. */
export function scoreGeneration(
  metricList: readonly MetricEntry[],
  filtered: JsonValue,
  rendered: RenderedDocument,
  functions: TaskFunctions = NO_FUNCTIONS,
): Record<string, MetricValue> {
  const references = referencesOf(rendered);
  // Blanks around an answer say nothing; a task's own scorer sees them, metric_list never did.
  const predictions = (Array.isArray(filtered) ? (filtered as JsonValue[]) : [filtered]).map(
    (value) => trimPython(comparableText(value)),
  );
  const scores: Record<string, MetricValue> = {};
  for (const entry of metricList) {
    const values = predictions.map((prediction) =>
      scoreText({ entry, prediction, references, functions }),
    );
    scores[entry.metric] = combine(values);
  }
  return scores;
}

function scoreText(given: {
  readonly entry: MetricEntry;
  readonly prediction: string;
  readonly references: readonly string[];
  readonly functions: TaskFunctions;
}): MetricValue {
  const { entry, prediction, references, functions } = given;
  if (entry.$function !== undefined) {
    const score = functions.get(entry.$function) as TaskMetric;
    return score(prediction, references, entry);
  }
  const metric = getMetric(entry.metric);
  if (metric.scoreText === undefined) {
    throw new EvalError(
      'config-invalid',
      `Cannot score generated text with ${entry.metric}: it compares log-likelihoods of choices. Use output_type multiple_choice, or a text metric such as exact_match.`,
    );
  }
  return metric.scoreText({ prediction, references }, entry);
}

/** Several samples of one document count as their mean, so that a document keeps the weight of one. */
function combine(values: readonly MetricValue[]): MetricValue {
  const [first] = values;
  if (values.length <= 1 || typeof first !== 'number') return first ?? 0;
  return values.reduce<number>((total, value) => total + (value as number), 0) / values.length;
}

/** The target as texts; an index into the choices stands for the choice. */
function referencesOf(rendered: RenderedDocument): readonly string[] {
  const { target, choices } = rendered;
  const targets = Array.isArray(target) ? (target as readonly JsonValue[]) : [target];
  return targets.map((item) => {
    const choice = typeof item === 'number' ? choices?.[item] : undefined;
    return choice ?? comparableText(item);
  });
}
