import type { TaskConfig } from '../../core/task.ts';

/** Output tokens that cost about as much as sending one short text question. */
const TOKENS_PER_UNIT = 256;
/** An image or clip costs this many short questions, mostly in prefill. */
const MEDIA_UNITS = 2;

/** Declared cost of one document relative to a short text question: decides shard sizes only. */
export function documentCost(config: TaskConfig): number {
  const isScored =
    config.output_type === 'multiple_choice' || config.output_type === 'loglikelihood';
  const tokens = Number(config.generation_kwargs['max_new_tokens'] ?? 0);
  const output = isScored || !Number.isFinite(tokens) ? 1 : Math.max(1, tokens / TOKENS_PER_UNIT);
  const media = config.doc_to_visual === undefined ? 0 : MEDIA_UNITS;
  return Math.round((output + media) * config.repeats * 100) / 100;
}
