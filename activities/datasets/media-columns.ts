import type { TaskConfig } from '../../core/task.ts';

/** Columns that doc_to_visual names, and those the YAML lists for tasks that pick media in a function. */
export function mediaColumnsOf(config: TaskConfig): ReadonlySet<string> {
  const visual = config.doc_to_visual;
  const named = typeof visual === 'string' ? [visual] : Array.isArray(visual) ? visual : [];
  const listed: unknown = config.dataset_kwargs?.['media_columns'];
  const extra = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  return new Set<string>([...(named as readonly string[]), ...extra]);
}
