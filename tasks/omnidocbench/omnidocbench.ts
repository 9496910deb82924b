import type { EvalDocument } from '../../core/document.ts';
import { embeddedImage } from '../../core/embedded-image.ts';
import { codePointLength } from '../../core/filters/python-text.ts';
import type { Media } from '../../core/media.ts';
import { editDistance } from '../../core/metrics/edit-distance.ts';
import type { MetricValue } from '../../core/rows.ts';
import { minimumAssignment } from '../../core/text/minimum-assignment.ts';
import { tableSimilarity } from '../../core/text/table-similarity.ts';
import { readAnnotatedPage } from './annotated-page.ts';
import { normaliseFormula, normaliseTable, normaliseText } from './normalise.ts';
import { parseMarkdown } from './parse-markdown.ts';

/** Elements less alike than this are different elements. */
const MAX_MATCH_DISTANCE = 0.7;

/** The table keeps each page as base64 text. */
export function doc_to_visual(document: EvalDocument): readonly Media[] {
  return [embeddedImage(document, 'image')];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const { elements: right, language } = readAnnotatedPage(document);
  const given = parseMarkdown(answer);
  const text = editScore(right.text.map(normaliseText), given.text.map(normaliseText));
  const formula = editScore(
    right.formula.map(normaliseFormula),
    given.formula.map(normaliseFormula),
  );
  const teds = meanTableSimilarity(right.table, given.table);
  const scores = [
    ...(right.text.length > 0 ? [(1 - text.distance) * 100] : []),
    ...(right.table.length > 0 ? [teds * 100] : []),
    ...(right.formula.length > 0 ? [(1 - formula.distance) * 100] : []),
  ];
  const page = {
    text_ed: text.distance,
    text_weight: text.weight,
    has_text: right.text.length > 0,
    formula_ed: formula.distance,
    formula_weight: formula.weight,
    has_formula: right.formula.length > 0,
    table_teds: teds,
    table_count: right.table.length,
    has_table: right.table.length > 0,
    overall:
      scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    lang: language,
  };
  const kinds = ['text_edit', 'table_teds', 'formula_edit'];
  const names = ['overall', ...kinds, ...kinds.flatMap((kind) => [`${kind}_en`, `${kind}_cn`])];
  return Object.fromEntries(names.map((name) => [`omnidocbench_${name}`, page]));
}

interface EditScore {
  /** Edits per character over all elements of the page. */
  readonly distance: number;
  readonly weight: number;
}

/** An element without a counterpart counts as wholly missed; what the answer has besides costs nothing. */
function editScore(right: readonly string[], given: readonly string[]): EditScore {
  let edits = 0;
  let weight = 0;
  const pairs = matchElements(right, given);
  for (const [index, element] of right.entries()) {
    const partner = pairs.get(index);
    const length = codePointLength(element);
    const longest = Math.max(length, partner === undefined ? 0 : codePointLength(given[partner]!));
    edits += partner === undefined ? length : editDistance(element, given[partner]!);
    weight += longest;
  }
  return { distance: weight === 0 ? 0 : edits / weight, weight };
}

function meanTableSimilarity(right: readonly string[], given: readonly string[]): number {
  const pairs = matchElements(right.map(normaliseTable), given.map(normaliseTable));
  let total = 0;
  for (const [index, partner] of pairs) {
    // Line breaks inside a table are layout of the source, not content.
    const [wanted, found] = [right[index]!, given[partner]!].map((html) =>
      html.replaceAll('\n', ''),
    );
    total += tableSimilarity(found!, wanted!);
  }
  return right.length === 0 ? 0 : total / right.length;
}

/** The pairing of least total distance, without the pairs that are too unlike. */
function matchElements(right: readonly string[], given: readonly string[]): Map<number, number> {
  if (given.length === 0) return new Map();
  const costs = right.map((element) => given.map((other) => relativeDistance(element, other)));
  const pairs = minimumAssignment(costs);
  return new Map(pairs.filter(([row, column]) => costs[row]![column]! <= MAX_MATCH_DISTANCE));
}

function relativeDistance(left: string, right: string): number {
  const longest = Math.max(codePointLength(left), codePointLength(right));
  return longest === 0 ? 0 : editDistance(left, right) / longest;
}
