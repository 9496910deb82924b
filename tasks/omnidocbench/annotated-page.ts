import type { DocumentValue, EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { JsonValue } from '../../core/json.ts';
import { listOf, recordOf, textOf, type DocumentRecord } from '../../core/document-value.ts';
import { readText } from '../../core/read-column.ts';
import type { PageElements } from './page-elements.ts';

export type Language = 'en' | 'cn' | 'mixed';

interface AnnotatedPage {
  readonly elements: PageElements;
  readonly language: Language;
}

const KINDS: Readonly<
  Record<string, { readonly part: keyof PageElements; readonly column: string }>
> = {
  ...Object.fromEntries(
    ['text_block', 'title', 'text_caption', 'header', 'footer', 'page_number', 'footnote'].map(
      (name) => [name, { part: 'text', column: 'text' }] as const,
    ),
  ),
  equation_isolated: { part: 'formula', column: 'latex' },
  equation_inline: { part: 'formula', column: 'latex' },
  table: { part: 'table', column: 'html' },
};

/** The annotation of a page: its elements, pieces cut by a column or page break joined again. */
export function readAnnotatedPage(document: EvalDocument): AnnotatedPage {
  const annotation = parseAnnotation(readText(document, 'answer'));
  const boxes = recordsIn(annotation['layout_dets']);
  const found: Record<keyof PageElements, { order: number; content: string }[]> = {
    text: [],
    formula: [],
    table: [],
  };
  for (const pieces of joinPieces(boxes, recordsIn(recordOf(annotation['extra'])['relation']))) {
    const kind = KINDS[textOf(pieces[0]!['category_type'])];
    if (kind === undefined) continue;
    const texts = pieces.map((piece) => textOf(piece[kind.column]));
    const content = trimPython(texts.filter((text) => text !== '').join(' '));
    if (content !== '') found[kind.part].push({ order: orderOf(pieces[0]!), content });
  }
  const inOrder = (part: keyof PageElements): string[] =>
    found[part].sort((left, right) => left.order - right.order).map(({ content }) => content);
  return {
    elements: { text: inOrder('text'), formula: inOrder('formula'), table: inOrder('table') },
    language: languageOf(annotation, boxes),
  };
}

function parseAnnotation(text: string): DocumentRecord {
  try {
    return recordOf(JSON.parse(text) as JsonValue);
  } catch (error) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot read the annotation of a page: the column "answer" is no JSON (${text.slice(0, 60)}). Check the dataset's revision.`,
      { cause: error },
    );
  }
}

/** Boxes that "truncated" relations connect, directly or through others, each group by order. */
function joinPieces(
  boxes: readonly DocumentRecord[],
  relations: readonly DocumentRecord[],
): DocumentRecord[][] {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    while (parents.get(root) !== undefined) root = parents.get(root)!;
    return root;
  };
  for (const relation of relations) {
    if (relation['relation_type'] !== 'truncated') continue;
    const [source, target] = [
      rootOf(textOf(relation['source_anno_id'])),
      rootOf(textOf(relation['target_anno_id'])),
    ];
    if (source !== target) parents.set(source, target);
  }
  const groups = new Map<string, DocumentRecord[]>();
  for (const [index, box] of boxes.entries()) {
    const root = box['anno_id'] === undefined ? `box ${index}` : rootOf(textOf(box['anno_id']));
    groups.set(root, [...(groups.get(root) ?? []), box]);
  }
  return [...groups.values()].map((group) =>
    group.sort((left, right) => orderOf(left) - orderOf(right)),
  );
}

/** What the page says of itself, else what most of its elements say. */
function languageOf(annotation: DocumentRecord, boxes: readonly DocumentRecord[]): Language {
  const page = recordOf(recordOf(annotation['page_info'])['page_attribute'])['language'];
  const ofPage = languageNamed(page);
  if (ofPage !== undefined) return ofPage;
  const counts = new Map<Language, number>();
  for (const box of boxes) {
    const attribute = recordOf(box['attribute']);
    const found = languageNamed(attribute['text_language'] || attribute['language']);
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  // The first of equals, as they stand on the page.
  const [first] = [...counts].sort(([, left], [, right]) => right - left);
  return first?.[0] ?? 'mixed';
}

function languageNamed(value: DocumentValue | undefined): Language | undefined {
  const text = textOf(value);
  if (text.includes('chinese')) return 'cn';
  return text.includes('english') ? 'en' : undefined;
}

function orderOf(box: DocumentRecord): number {
  return Number(box['order'] ?? 0) || 0;
}

function recordsIn(value: DocumentValue | undefined): readonly DocumentRecord[] {
  return listOf(value).map(recordOf);
}
