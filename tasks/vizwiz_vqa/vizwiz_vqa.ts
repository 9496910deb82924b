import { readText } from '../../core/read-column.ts';
import { consensusScorer } from '../../core/scoring/consensus-scorer.ts';

/** "Unanswerable" is what annotators wrote, too: it agrees or not like any other answer. */
export const { process_results, process_results_test } = consensusScorer((document) => ({
  image: `${readText(document, 'question_id')}.jpg`,
}));
