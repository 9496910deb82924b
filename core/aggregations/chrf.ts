import { chrfScore, chrfStatistics } from '../text/chrf.ts';
import { corpusAggregation } from './corpus-aggregation.ts';

export const chrf = corpusAggregation({
  name: 'chrf',
  statistics: chrfStatistics,
  score: chrfScore,
});
