import type { JsonPrimitive } from '../json.ts';
import type { MediaKind } from '../media.ts';
import type { ModelFamily } from './model-family.ts';

/** One key of --model_args. */
export interface CatalogueParameter {
  readonly name: string;
  readonly default?: JsonPrimitive;
  readonly summary: string;
  /** The value names an environment variable or file that holds a secret. */
  readonly isSecret?: boolean;
}

/** The manifest of a model id: all that can be said of it without importing its adapter. */
export interface CatalogueEntry {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly placement: 'leased' | 'endpoint';
  readonly summary: string;
  readonly parameters: readonly CatalogueParameter[];
  /** Which prompts it has in lmms-eval; `both` prefers chat unless --force_simple. Absent: chat. */
  readonly forms?: PromptForms;
  /** Media it takes besides text. */
  readonly media?: readonly MediaKind[];
  /** Scores given continuations, which multiple choice by log-likelihood needs. */
  readonly logprobs?: boolean;
  readonly tools?: boolean;
  /** Has a mode in which the provider answers a whole shard later, for less. */
  readonly batch?: boolean;
  /** What must be there before it runs, such as a GPU, a program or a key. */
  readonly needs?: readonly string[];
  /** Where it runs, as the end of a sentence that begins with "Runs". */
  readonly runs?: string;
  /** Present where another adapter runs it with settings of its own. */
  readonly family?: ModelFamily;
  /** Present where nothing can run it: why, and what to use instead. */
  readonly unavailable?: string;
}

export type PromptForms = 'chat' | 'simple' | 'both';

export function parameter(
  name: string,
  summary: string,
  value?: JsonPrimitive,
): CatalogueParameter {
  return value === undefined ? { name, summary } : { name, summary, default: value };
}
