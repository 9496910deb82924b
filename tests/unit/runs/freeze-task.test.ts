import { expect, test } from 'vitest';
import { freezeTask } from '../../../activities/runs/freeze-task.ts';
import type { EvaluationSpec } from '../../../core/spec.ts';
import type { TaskConfig } from '../../../core/task.ts';

const spec = { repeats: 1, generation: {}, offset: 0 } as unknown as EvaluationSpec;

for (const outputType of ['generate_until_multi_round', 'generate_until_agentic']) {
  test(`a task of type ${outputType} is refused instead of being asked once`, async () => {
    const config = { task: 'talk', output_type: outputType, test_split: 'test', repeats: 1 };
    await expect(freezeTask(config as unknown as TaskConfig, spec)).rejects.toMatchObject({
      code: 'task-invalid',
      message: expect.stringContaining(outputType),
    });
  });
}
