import { EvalError } from '../../core/errors.ts';
import type { TaskConfig } from '../../core/task.ts';

/** The split that is evaluated: test, else validation. */
export function splitOf(config: TaskConfig): string {
  const split = config.test_split ?? config.validation_split;
  if (split !== undefined) return split;
  throw new EvalError(
    'task-invalid',
    `Cannot evaluate task ${config.task}: it names neither test_split nor validation_split. Add test_split to its YAML.`,
  );
}
