import type { JsonObject } from '../json.ts';
import { mean } from '../statistics/moments.ts';
import { standardError } from '../statistics/standard-error.ts';
import { numberOf, pairOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

/**
 * Share of questions all of whose candidate answers were judged rightly (MultiRC), from
 * [judged true, {idx: {paragraph, question}, label}].
 */
export const accAll: Aggregation = {
  name: 'acc_all',
  encode(value) {
    const [judged, document] = pairOf(value) ?? [];
    const place = (document as JsonObject | null | undefined)?.['idx'] as JsonObject | undefined;
    const row = [
      numberOf(place?.['paragraph']),
      numberOf(place?.['question']),
      numberOf(judged),
      numberOf((document as JsonObject | null | undefined)?.['label']),
    ];
    if (row.includes(undefined)) return undefined;
    const [paragraph, question, prediction, label] = row as number[];
    return [paragraph!, question!, (prediction === 1) === (label === 1) ? 1 : 0];
  },
  compute: (table, picks) => mean(questionScores(table, picks)),
  standardError(table) {
    return standardError(
      questionScores(
        table,
        Uint32Array.from({ length: table.length }, (_, i) => i),
      ),
    );
  },
};

function questionScores(table: NumberTable, picks: Uint32Array): readonly number[] {
  const scores = new Map<string, number>();
  for (const row of picks) {
    const key = `${table.at(row, 0)}/${table.at(row, 1)}`;
    scores.set(key, Math.min(scores.get(key) ?? 1, table.at(row, 2)));
  }
  return [...scores.values()];
}
