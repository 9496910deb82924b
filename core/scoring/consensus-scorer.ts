import type { EvalDocument } from '../document.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { comparableText } from '../metrics/metric.ts';
import { readTexts } from '../read-column.ts';
import type { MetricValue } from '../rows.ts';
import { normaliseVqaAnswer, vqaConsensus } from '../text/vqa-answer.ts';

type Scorer = (
  document: EvalDocument,
  responses: readonly JsonValue[],
) => Record<string, MetricValue>;

export interface ConsensusScorer {
  /** Agreement with the annotators in the column `answers`, and the answer as the benchmark's server takes it. */
  readonly process_results: Scorer;
  /** Where the answers are not public: only what goes to the server. */
  readonly process_results_test: Scorer;
}

/** Scorers of benchmarks with ten annotators, which differ in how their server names a question. */
export function consensusScorer(nameOf: (document: EvalDocument) => JsonObject): ConsensusScorer {
  const submitted = (document: EvalDocument, answer: string): JsonObject => ({
    ...nameOf(document),
    answer: normaliseVqaAnswer(answer),
  });
  return {
    process_results(document, [response = '']) {
      const answer = comparableText(response);
      return {
        exact_match: vqaConsensus(answer, readTexts(document, 'answers')),
        submission: submitted(document, answer),
      };
    },
    process_results_test: (document, [response = '']) => ({
      submission: submitted(document, comparableText(response)),
    }),
  };
}
