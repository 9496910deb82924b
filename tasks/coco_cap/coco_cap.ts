import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import { trimPython } from '../../core/filters/python-text.ts';
import type { Media } from '../../core/media.ts';
import { mediaAt } from '../../core/named-media.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { captionMetrics } from '../../core/scoring/caption-metrics.ts';

export { captionCider as cider } from '../../core/aggregations/caption-cider.ts';

/** The Karpathy splits name the files of COCO and where they were on the web; nothing is fetched from there. */
export function karpathy_visual(document: EvalDocument): readonly Media[] {
  return [mediaAt(`${readText(document, 'filepath')}/${readText(document, 'filename')}`)];
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return captionMetrics('coco', {
    answer: readTexts(document, 'answer'),
    pred: trimPython(answer),
    image_id: imageId(readText(document, 'question_id')),
    id: document['id'] as string | number,
  });
}

export function process_results_karpathy(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  return captionMetrics('coco', {
    answer: readTexts(document, 'sentences'),
    pred: trimPython(answer),
    image_id: imageId(readText(document, 'filename')),
    id: document['imgid'] as string | number,
  });
}

/** For the server: the test split has no captions. */
export function process_results_test(
  document: EvalDocument,
  responses: readonly string[],
): Record<string, MetricValue> {
  const image_id = imageId(readText(document, 'question_id'));
  return {
    coco_passthrough: { pred: responses.map((response) => trimPython(response)), image_id },
  };
}

/** The number at the end of COCO_val2014_000000000042.jpg. */
function imageId(name: string): number {
  const digits = name.split('_').at(-1)?.split('.')[0] ?? '';
  if (/^\d+$/.test(digits)) return Number(digits);
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the number of the picture ${JSON.stringify(name.slice(0, 80))}: expected a name such as COCO_val2014_000000000042.jpg.`,
  );
}
