import {
  cleanAdaptiveConfig,
  decideNextConcurrency,
  p95,
  type AdaptiveConfig,
} from '../../activities/models/http/adaptive-concurrency.ts';
import { prefixHash } from '../../activities/models/http/order-key.ts';
import { readArguments } from '../../activities/models/read-arguments.ts';
import { textOf, type ChatMessage } from '../../core/chat.ts';
import type { ParityFunctions } from './parity-function.ts';

export const concurrencyFunctions: ParityFunctions = {
  make_prefix_hash: ({ text, prefix_chars: count }) => prefixHash(text as string, count as number),
  extract_text_prefix_from_chat_messages: ({ messages, max_chars: count }) =>
    Array.from(textOf((messages as unknown[]).map(chatMessage)))
      .slice(0, Math.max(1, count as number))
      .join(''),
  parse_bool: ({ value }) =>
    readArguments('parity', value === null ? {} : { flag: value }, [
      { name: 'flag', default: false, summary: '' },
    ]).flag('flag'),
  compute_p95: ({ values }) => p95(values as number[]),
  'AdaptiveConcurrencyConfig.from_raw': (input) => {
    const config = cleanAdaptiveConfig({
      minConcurrency: Number(input.min_concurrency),
      maxConcurrency: Number(input.max_concurrency),
      targetLatencyS: Number(input.target_latency_s),
      increaseStep: Number(input.increase_step),
      decreaseFactor: Number(input.decrease_factor),
      failureThreshold: Number(input.failure_threshold),
    });
    return {
      min_concurrency: config.minConcurrency,
      max_concurrency: config.maxConcurrency,
      target_latency_s: config.targetLatencyS,
      increase_step: config.increaseStep,
      decrease_factor: config.decreaseFactor,
      failure_threshold: config.failureThreshold,
    };
  },
  decide_next_concurrency: (input) => {
    const current = input.current_concurrency as number;
    const decision = decideNextConcurrency(configOf(input.config as number[]), current, {
      total: input.total_requests as number,
      failed: input.failed_requests as number,
      rateLimited: input.rate_limited_requests as number,
      latenciesS: input.latencies as number[],
    });
    return {
      current_concurrency: current,
      next_concurrency: decision.next,
      failure_rate: decision.failureRate,
      rate_limit_rate: decision.rateLimitRate,
      p95_latency_s: decision.p95LatencyS,
      should_reduce: decision.shouldReduce,
    };
  },
};

/** The fields in the order in which the vectors list them. */
function configOf(values: readonly number[]): AdaptiveConfig {
  const [min, max, target, step, factor, threshold] = values as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    minConcurrency: min,
    maxConcurrency: max,
    targetLatencyS: target,
    increaseStep: step,
    decreaseFactor: factor,
    failureThreshold: threshold,
  };
}

/** The vectors hold messages as endpoints take them, and things that are none. */
function chatMessage(message: unknown): ChatMessage {
  const content: unknown = (message as { content?: unknown } | null)?.content;
  const parts = typeof content === 'string' ? [content] : Array.isArray(content) ? content : [];
  return {
    role: 'user',
    content: (parts as unknown[]).flatMap((part) => {
      const text = typeof part === 'string' ? part : (part as { text?: unknown } | null)?.text;
      return typeof text === 'string' ? [{ type: 'text' as const, text }] : [];
    }),
  };
}
