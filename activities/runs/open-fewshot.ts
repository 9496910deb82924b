import type { EvalDocument } from '../../core/document.ts';
import { fewshotCandidates, fewshotExamples, fewshotPlan } from '../../tasks/fewshot.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import type { TaskRecord } from './run-records.ts';

/** The examples shown before one document of a run. */
export type Fewshot = (
  document: EvalDocument,
  position: number,
) => Promise<readonly EvalDocument[]>;

/** Draws examples from the split the task names, or from those its file holds. */
export async function openFewshot(
  record: Pick<TaskRecord, 'config' | 'split' | 'offset'>,
  dataset: Dataset,
  seed: number | null,
): Promise<Fewshot> {
  const { config, split, offset } = record;
  const plan = fewshotPlan(config, { seed });
  if (plan === undefined) return () => Promise.resolve([]);
  const { samples } = plan;
  if (samples !== undefined) {
    return (document, position) => {
      const drawn = fewshotCandidates(plan, offset + position, samples.length);
      const candidates = drawn
        .map((index) => samples[index])
        .filter((sample) => sample !== undefined);
      return Promise.resolve(fewshotExamples(plan, document, candidates));
    };
  }
  const pool = plan.split === split ? dataset : await openDataset({ config, split: plan.split });
  return async (document, position) => {
    const candidates: EvalDocument[] = [];
    for (const index of fewshotCandidates(plan, offset + position, pool.count)) {
      for await (const candidate of pool.rows(index, index + 1)) candidates.push(candidate);
    }
    return fewshotExamples(plan, document, candidates);
  };
}
