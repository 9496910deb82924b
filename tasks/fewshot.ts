import type { EvalDocument } from '../core/document.ts';
import { EvalError } from '../core/errors.ts';
import { canonicalJson } from '../core/json.ts';
import { createRandom, deriveSeed } from '../core/statistics/random.ts';
import type { TaskConfig } from '../core/task.ts';

/** Used where a run switches its few-shot seed off: nothing here is ever unseeded. */
const DEFAULT_SEED = 1234;

export interface FewshotPlan {
  /** Where the examples come from; `samples` for those that the task file itself holds. */
  readonly split: string;
  readonly samples?: readonly EvalDocument[];
  readonly sampler: 'default' | 'first_n';
  readonly count: number;
  readonly seed: number;
}

/** How the examples of a task are drawn; undefined when it shows none. */
export function fewshotPlan(
  config: TaskConfig,
  options: { readonly numFewshot?: number | undefined; readonly seed?: number | null } = {},
): FewshotPlan | undefined {
  const count = options.numFewshot ?? config.num_fewshot;
  if (count === 0) return undefined;
  const own = config.fewshot_config ?? {};
  const sampler = own['sampler'] === 'first_n' ? 'first_n' : 'default';
  const seed = options.seed ?? DEFAULT_SEED;
  if (Array.isArray(own['samples'])) {
    const samples = own['samples'] as readonly EvalDocument[];
    return { split: 'samples', samples, sampler, count, seed };
  }
  const split =
    (own['split'] as string | undefined) ??
    config.fewshot_split ??
    config.training_split ??
    config.validation_split;
  if (split === undefined) {
    throw new EvalError(
      'task-invalid',
      `Cannot show ${count} examples in the task ${config.task}: it names no split to take them from. Set fewshot_split, or use --num_fewshot 0.`,
    );
  }
  return { split, sampler, count, seed };
}

/**
 * Positions in the few-shot split of the candidates for one document: one more than needed, because
 * the document itself may be among them. They depend on the seed and the document's position alone,
 * so neither the order of work nor the size of a shard can change a prompt.
 */
export function fewshotCandidates(
  plan: FewshotPlan,
  document: number,
  poolSize: number,
): readonly number[] {
  if (poolSize < plan.count) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot draw ${plan.count} examples from the split ${plan.split}: it has ${poolSize} documents. Lower num_fewshot.`,
    );
  }
  const wanted = Math.min(plan.count + 1, poolSize);
  if (plan.sampler === 'first_n') return Array.from({ length: wanted }, (_, index) => index);
  const random = createRandom(deriveSeed(plan.seed, `fewshot/${plan.split}/${document}`));
  // Floyd's sampling would be unordered; this is the first part of a Fisher-Yates shuffle, sparse.
  const moved = new Map<number, number>();
  return Array.from({ length: wanted }, (_, index) => {
    const chosen = index + random.nextBelow(poolSize - index);
    const value = moved.get(chosen) ?? chosen;
    moved.set(chosen, moved.get(index) ?? index);
    return value;
  });
}

/** The examples among the candidates: the evaluated document (or an equal one) never shows itself. */
export function fewshotExamples(
  plan: FewshotPlan,
  document: EvalDocument,
  candidates: readonly EvalDocument[],
): readonly EvalDocument[] {
  const own = canonicalJson(document);
  const others = candidates.filter((candidate) => canonicalJson(candidate) !== own);
  if (others.length >= plan.count) return others.slice(0, plan.count);
  throw new EvalError(
    'dataset-invalid',
    `Cannot show ${plan.count} examples from the split ${plan.split}: only ${others.length} differ from the evaluated document. Lower num_fewshot.`,
  );
}
