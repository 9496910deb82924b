import { randomBytes } from 'node:crypto';
import { EvalError } from '../../core/errors.ts';
import type { AnswerCache } from '../inference/answer-cache.ts';
import type { WorkItem } from '../inference/work-items.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { BatchEndpoint } from '../models/http/batch-endpoint.ts';
import { customIdOf, noteBatchId, writeIntent, type BatchQuestion } from './batch-records.ts';
import type { ProviderBatches } from './provider-batches.ts';

/** Gathers questions and sends them, as one batch where the provider's limits allow. */
export interface BatchSender {
  /** Rejects with what concerns this question alone. */
  add(item: WorkItem): Promise<void>;
  /** Sends what is left; the number of batches sent in all. */
  finish(): Promise<number>;
}

export interface BatchSenderOptions {
  readonly provider: ProviderBatches;
  readonly endpoint: BatchEndpoint;
  readonly cache: Pick<AnswerCache, 'keyOf'>;
  readonly store: ArtifactStore;
  readonly folder: string;
  readonly execution: string;
  /** Of the first new record. */
  readonly number: number;
  readonly signal: AbortSignal;
}

interface Pack {
  readonly key: string;
  readonly lines: string[];
  readonly questions: BatchQuestion[];
  bytes: number;
}

export function createBatchSender(options: BatchSenderOptions): BatchSender {
  const { provider, endpoint, cache, store, folder, signal } = options;
  let pack = emptyPack();
  let sent = 0;

  async function send(): Promise<void> {
    const { key, lines, questions } = pack;
    if (lines.length === 0) return;
    signal.throwIfAborted();
    const { execution } = options;
    const intent = { key, execution, intendedAtMs: Date.now(), questions };
    const record = await writeIntent(store, folder, options.number + sent, intent);
    if (record === undefined) {
      throw new EvalError(
        'internal',
        `Cannot send a batch: another attempt has taken ${folder}/${options.number + sent} meanwhile.`,
        { retry: 'backoff' },
      );
    }
    // Not to be called off half-way: whether it arrived would have to be found out.
    const id = await provider.submit(lines, key, new AbortController().signal);
    await noteBatchId(store, record.path, id);
    sent += 1;
    pack = emptyPack();
  }

  return {
    async add(item) {
      const { id, parameters, rendered } = item;
      const body = await endpoint.ask({ id, messages: rendered.messages, parameters }, signal);
      const bytes = Buffer.byteLength(body);
      if (bytes > provider.maxBytes) {
        throw new EvalError(
          'endpoint-rejected-request',
          `The question ${id} is ${bytes} bytes, and a batch holds ${provider.maxBytes}. Send smaller media, or ask without batch=true.`,
        );
      }
      const isFull =
        pack.lines.length >= provider.maxRequests || pack.bytes + bytes > provider.maxBytes;
      if (isFull) await send();
      const line = provider.line(customIdOf(pack.key, item), body);
      const cacheKey = cache.keyOf(item);
      pack.lines.push(line);
      pack.bytes += Buffer.byteLength(line) + 1;
      pack.questions.push({
        doc: item.doc,
        repeat: item.repeat,
        promptSha256: item.promptSha256,
        docSha256: item.docSha256,
        mediaSha256: item.mediaSha256,
        ...(cacheKey === undefined ? {} : { cacheKey }),
      });
    },
    async finish() {
      await send();
      return sent;
    },
  };
}

/** The key is random so that no other run, and no repetition of this one, has the same. */
function emptyPack(): Pack {
  return { key: randomBytes(8).toString('hex'), lines: [], questions: [], bytes: 0 };
}
