import type { JsonValue } from '../../core/json.ts';
import { consensusScorer } from '../../core/scoring/consensus-scorer.ts';

export const { process_results, process_results_test } = consensusScorer((document) => ({
  question_id: document['question_id'] as JsonValue,
}));
