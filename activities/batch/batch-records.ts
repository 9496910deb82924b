import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { QuestionIdentity } from '../inference/answer-item.ts';

/** One question of a batch: what its row needs besides the answer. */
export interface BatchQuestion extends QuestionIdentity {
  /** Of the response cache. */
  readonly cacheKey?: string;
}

/** Written before anything is sent. */
export interface BatchIntent {
  /** Random: begins the custom ids of its questions. */
  readonly key: string;
  readonly execution: string;
  readonly intendedAtMs: number;
  readonly questions: readonly BatchQuestion[];
}

/** All that is known of one batch. Each fact is an object of its own, written once and never changed. */
export interface BatchRecord extends BatchIntent {
  /** Artifact key without its ending. */
  readonly path: string;
  readonly batchId?: string;
  /** We asked the provider to stop it. */
  readonly isCancelled: boolean;
  /** `collected`: its answers are in the ledger; `void`: it was never worked on. */
  readonly closed?: 'collected' | 'void';
}

type BatchFact = 'intent' | 'id' | 'cancelled' | 'closed';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Records below a folder, in the order in which their batches were sent. */
export async function readBatchRecords(
  store: ArtifactStore,
  folder: string,
): Promise<BatchRecord[]> {
  const facts = new Map<string, Map<BatchFact, unknown>>();
  for await (const { key } of store.list(`${folder}/`)) {
    const found = /^(.+)\.(intent|id|cancelled|closed)\.json$/.exec(key);
    if (found === null) continue;
    const path = found[1]!;
    const known = facts.get(path) ?? new Map<BatchFact, unknown>();
    known.set(found[2] as BatchFact, parse(key, await store.get(key)));
    facts.set(path, known);
  }
  return [...facts]
    .flatMap(([path, known]) => {
      const intent = known.get('intent') as BatchIntent | undefined;
      if (intent === undefined) return [];
      const id = known.get('id') as { readonly id: string } | undefined;
      const closed = known.get('closed') as { readonly closed: 'collected' | 'void' } | undefined;
      return {
        ...intent,
        path,
        isCancelled: known.has('cancelled'),
        ...(id === undefined ? {} : { batchId: id.id }),
        ...(closed === undefined ? {} : { closed: closed.closed }),
      };
    })
    .sort((left, right) => numberOf(left.path) - numberOf(right.path));
}

/** undefined where another attempt has taken this number meanwhile. */
export async function writeIntent(
  store: ArtifactStore,
  folder: string,
  number: number,
  intent: BatchIntent,
): Promise<BatchRecord | undefined> {
  const path = `${folder}/${number}`;
  const outcome = await store.putIfAbsent(`${path}.intent.json`, encode(intent));
  return outcome === 'exists' ? undefined : { ...intent, path, isCancelled: false };
}

export async function noteBatchId(store: ArtifactStore, path: string, id: string): Promise<void> {
  await store.putIfAbsent(`${path}.id.json`, encode({ id }));
}

export async function noteCancelled(store: ArtifactStore, path: string): Promise<void> {
  await store.putIfAbsent(`${path}.cancelled.json`, encode({ cancelled: true }));
}

export async function noteClosed(
  store: ArtifactStore,
  path: string,
  closed: 'collected' | 'void',
): Promise<void> {
  await store.putIfAbsent(`${path}.closed.json`, encode({ closed }));
}

/** What an answer is attributed by; within the alphabet and the 64 characters that providers take. */
export function customIdOf(key: string, question: Pick<BatchQuestion, 'doc' | 'repeat'>): string {
  return `${key}-${question.doc}-${question.repeat}`;
}

export function numberOf(path: string): number {
  return Number(path.slice(path.lastIndexOf('/') + 1));
}

function encode(fact: object): Uint8Array {
  return encoder.encode(`${JSON.stringify(fact)}\n`);
}

function parse(key: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown;
  } catch (cause) {
    throw new EvalError(
      'artifact-corrupt',
      `Cannot read ${key}: ${bytes.length} bytes that are not JSON. Delete the object, and look at the provider whether its batch still runs.`,
      { cause },
    );
  }
}
