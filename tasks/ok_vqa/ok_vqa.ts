import { readText } from '../../core/read-column.ts';
import { consensusScorer } from '../../core/scoring/consensus-scorer.ts';

export const { process_results } = consensusScorer((document) => ({
  image: `${readText(document, 'question_id')}.jpg`,
}));
