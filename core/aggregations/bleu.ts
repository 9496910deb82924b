import { bleuScore, bleuStatistics } from '../text/bleu.ts';
import { corpusAggregation } from './corpus-aggregation.ts';

export const bleu = corpusAggregation({
  name: 'bleu',
  statistics: bleuStatistics,
  score: bleuScore,
});
