import type { InferenceRow } from '../../core/rows.ts';
import { responseCacheKey } from '../ledger/cache-key.ts';
import type { ResponseCache } from '../ledger/response-cache.ts';
import type { WorkItem } from './work-items.ts';

/** The response cache as inference sees it; `noCache` where the run does not want one. */
export interface AnswerCache {
  get(item: WorkItem): Promise<InferenceRow | undefined>;
  /** Names the question, for an answer that comes when its prompt is long forgotten. */
  keyOf(item: WorkItem): string | undefined;
  /** Notes a fresh answer; only its key and row are kept, never the media of its prompt. */
  remember(question: WorkItem | string, row: InferenceRow): void;
  /** Writes what was remembered as one segment. */
  flush(): Promise<void>;
}

export const noCache: AnswerCache = {
  get: () => Promise.resolve(undefined),
  keyOf: () => undefined,
  remember: () => undefined,
  flush: () => Promise.resolve(),
};

export function createAnswerCache(
  cache: ResponseCache,
  identity: { readonly runId: string; readonly modelKey: string },
): AnswerCache {
  const remembered: { key: string; run: string; row: InferenceRow }[] = [];
  const keyOf = (item: WorkItem) =>
    responseCacheKey({
      modelKey: identity.modelKey,
      messages: item.rendered.messages,
      ...(item.continuations
        ? { continuations: item.continuations }
        : { parameters: item.parameters }),
      repeat: item.repeat,
    });
  return {
    async get(item) {
      const found = await cache.get(keyOf(item));
      if (!found) return undefined;
      const { doc, repeat, promptSha256, docSha256, mediaSha256 } = item;
      return {
        ...found.row,
        doc,
        repeat,
        promptSha256,
        docSha256,
        mediaSha256,
        origin: { cachedFrom: found.run },
      };
    },
    keyOf,
    remember(question, row) {
      const key = typeof question === 'string' ? question : keyOf(question);
      remembered.push({ key, run: identity.runId, row });
    },
    async flush() {
      if (remembered.length > 0) await cache.putSegment(remembered);
    },
  };
}
