import type { JsonObject, JsonValue } from '../json.ts';
import { scoreNumber } from './metric-value.ts';

/** The scores of one line of a samples file, ours or lmms-eval's. */
export interface SampleScores {
  readonly doc: number;
  /** undefined: the file does not say. */
  readonly filter?: string;
  /** Digest of the document; undefined where the file's says nothing about it. */
  readonly hash?: string;
  readonly cluster?: string;
  readonly scores: Readonly<Record<string, number>>;
  /** Right or wrong as lmms-eval's --baseline reads a line, where no metric of it can be matched by name. */
  readonly verdict?: number;
}

/** Fields of a line of lmms-eval that are no metrics. */
const OTHER_FIELDS: ReadonlySet<string> = new Set([
  'arguments',
  'doc',
  'doc_hash',
  'doc_id',
  'filter',
  'filtered_resps',
  'input',
  'input_media',
  'metrics',
  'prompt_hash',
  'resps',
  'target',
  'target_hash',
  'token_counts',
]);

/** undefined where a line names no document. */
export function sampleScores(line: JsonObject, scoreKey: string): SampleScores | undefined {
  const doc = line['doc_id'];
  if (typeof doc !== 'number' || !Number.isInteger(doc)) return undefined;
  const filter = line['filter'];
  const named = typeof filter === 'string' ? { filter } : {};
  const { metrics } = line;
  if (isObject(metrics)) {
    const { doc_hash: hash, cluster } = line;
    return {
      doc,
      ...named,
      ...(typeof hash === 'string' && hash !== '' ? { hash } : {}),
      ...(typeof cluster === 'string' ? { cluster } : {}),
      scores: numbersOf(metrics, scoreKey),
    };
  }
  const entries = Object.entries(line).filter(([key]) => !OTHER_FIELDS.has(key));
  const verdict = verdictOf(line, entries);
  return {
    doc,
    ...named,
    // lmms-eval hashes a field that is never set, or the document by other rules than ours: no evidence.
    scores: numbersOf(Object.fromEntries(entries), scoreKey),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function numbersOf(metrics: JsonObject, scoreKey: string): Record<string, number> {
  const scores: Record<string, number> = {};
  for (const [metric, value] of Object.entries(metrics)) {
    // --predict_only scores nothing: its constant compares nothing.
    if (metric === 'bypass') continue;
    const number = scoreNumber(value, scoreKey);
    if (number !== undefined) scores[metric] = number;
  }
  return scores;
}

/** The first field with `score` in its name, else whether the answer equals the target. */
function verdictOf(
  line: JsonObject,
  entries: readonly (readonly [string, JsonValue])[],
): number | undefined {
  for (const [key, value] of entries) {
    if (!key.toLowerCase().includes('score')) continue;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (!isObject(value)) continue;
    const verdict = sameText(
      value['pred_answer'] || value['pred'],
      value['answer'] || value['target'],
    );
    if (verdict !== undefined) return verdict;
  }
  return sameText(firstOf(firstOf(line['filtered_resps'])), line['target']);
}

function sameText(left: JsonValue | undefined, right: JsonValue | undefined): number | undefined {
  const [one, other] = [textOf(left), textOf(right)];
  if (one === undefined || other === undefined) return undefined;
  return one.trim().toUpperCase() === other.trim().toUpperCase() ? 1 : 0;
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function firstOf(value: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[])[0] : value;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
