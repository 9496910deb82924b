import { terScore, terStatistics } from '../text/translation-edits.ts';
import { corpusAggregation } from './corpus-aggregation.ts';

export const ter = corpusAggregation({ name: 'ter', statistics: terStatistics, score: terScore });
