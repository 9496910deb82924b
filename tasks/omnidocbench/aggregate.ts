import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Language } from './annotated-page.ts';

type Pages = readonly JsonValue[];
type Part = 'text' | 'formula' | 'table';

const FIELDS = {
  text: { value: 'text_ed', weight: 'text_weight' },
  formula: { value: 'formula_ed', weight: 'formula_weight' },
  table: { value: 'table_teds', weight: 'table_count' },
} as const;

/** Mean of the parts that the pages have, each out of 100. */
export function overall(pages: Pages): number {
  const has = (part: Part): boolean => pages.some((page) => fieldOf(page, `has_${part}`) === true);
  const scores = [
    ...(has('text') ? [(1 - text_edit(pages)) * 100] : []),
    ...(has('table') ? [table_teds(pages) * 100] : []),
    ...(has('formula') ? [(1 - formula_edit(pages)) * 100] : []),
  ];
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export const text_edit = (pages: Pages): number => weightedMean(pages, 'text');
export const table_teds = (pages: Pages): number => weightedMean(pages, 'table');
export const formula_edit = (pages: Pages): number => weightedMean(pages, 'formula');
export const text_edit_en = (pages: Pages): number => weightedMean(inLanguage(pages, 'en'), 'text');
export const text_edit_cn = (pages: Pages): number => weightedMean(inLanguage(pages, 'cn'), 'text');
export const table_teds_en = (pages: Pages): number =>
  weightedMean(inLanguage(pages, 'en'), 'table');
export const table_teds_cn = (pages: Pages): number =>
  weightedMean(inLanguage(pages, 'cn'), 'table');
export const formula_edit_en = (pages: Pages): number =>
  weightedMean(inLanguage(pages, 'en'), 'formula');
export const formula_edit_cn = (pages: Pages): number =>
  weightedMean(inLanguage(pages, 'cn'), 'formula');

/** By characters for text and formulas, by tables for tables. */
function weightedMean(pages: Pages, part: Part): number {
  let total = 0;
  let weights = 0;
  for (const page of pages) {
    const weight = numberOf(fieldOf(page, FIELDS[part].weight)) ?? 0;
    total += weight * (numberOf(fieldOf(page, FIELDS[part].value)) ?? 0);
    weights += weight;
  }
  return weights === 0 ? 0 : total / weights;
}

function inLanguage(pages: Pages, language: Language): Pages {
  return pages.filter((page) => fieldOf(page, 'lang') === language);
}
