import { EvalError } from '../errors.ts';
import type { TaskConfig } from '../task.ts';

/** `list` of the records, one `object` of all of them, or a list and beside it a `table` of comma-separated values. */
const FORMS = ['list', 'object', 'table'] as const;
export type SubmissionForm = (typeof FORMS)[number];

/** What a benchmark's own server scores: the records of this metric, in this form. */
export interface SubmissionPlan {
  readonly metric: string;
  readonly form: SubmissionForm;
}

/** Of tasks with a metric that is aggregated by `submission`; `metadata.submission` says the form, `list` without it. */
export function submissionPlan(config: TaskConfig): SubmissionPlan | undefined {
  const { metadata } = config;
  const given =
    typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
      ? (metadata as { readonly submission?: unknown }).submission
      : undefined;
  const listed = config.metric_list.find(({ aggregation }) => aggregation === 'submission');
  const form = FORMS.find((candidate) => candidate === (given ?? 'list'));
  if (form !== undefined) return listed === undefined ? undefined : { metric: listed.metric, form };
  throw new EvalError(
    'config-invalid',
    `Cannot write the submission of the task ${config.task}: metadata.submission must be ${FORMS.join(', ')}; received ${JSON.stringify(given).slice(0, 60)}.`,
  );
}
