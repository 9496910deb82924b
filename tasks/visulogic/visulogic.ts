import type { EvalDocument } from '../../core/document.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { readText } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';

/** How an answer may name its option, the surest first; of several the last counts. */
const FORMS = [
  /<answer>\s*\(?([A-D])\)?\s*<\/answer>/gi,
  /\\boxed\{\s*([A-D])\s*\}/gi,
  /answer\s*(?:is|:|-)\s*\(?([A-D])\)?\b/gi,
  /option\s*([A-D])\b/gi,
  /\(([A-D])\)/gi,
];
/** Such as `B`, `b.` or `(C)`. */
const BARE_ANSWER_LENGTH = 3;

/** The pictures are in an archive of the repository. */
export function doc_to_visual(document: EvalDocument): Media[] {
  const path = readText(document, 'image_path')
    .trim()
    .replace(/^[./]+/, '');
  return path === '' ? [] : [mediaAt(path)];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const letter = parseLetter(trimPython(answer));
  const right = readText(document, 'label').trim().toUpperCase().slice(0, 1);
  return { visulogic_acc: letter === right ? 1 : 0, unparsed: letter === undefined };
}

function parseLetter(text: string): string | undefined {
  for (const form of FORMS) {
    const named = [...text.matchAll(form)].at(-1)?.[1];
    if (named !== undefined) return named.toUpperCase();
  }
  if (Array.from(text).length > BARE_ANSWER_LENGTH) return undefined;
  return /^[A-D]/i.exec(text)?.[0].toUpperCase();
}
