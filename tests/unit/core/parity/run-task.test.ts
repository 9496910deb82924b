import { expect, it } from 'vitest';
import { runTask } from '../../../parity/run-task.ts';

it('runs a task that the request defines through the scoring of an evaluation', async () => {
  const reply = await runTask({
    task: 'colours',
    yaml: {
      task: 'colours',
      dataset_path: 'synthetic',
      test_split: 'test',
      output_type: 'generate_until',
      doc_to_text: 'Q: {{q}}',
      doc_to_target: 'a',
      reasoning_tags: '[["<think>", "</think>"]]',
      metric_list: [{ metric: 'exact_match', aggregation: 'mean', higher_is_better: true }],
    },
    docs: [
      { q: 'one', a: 'red' },
      { q: 'two', a: 'blue' },
    ],
    responses: ['<think>?</think>red', 'green'],
  });
  expect(reply).toMatchObject({
    rows: [
      {
        doc_id: 0,
        prompt: 'Q: one',
        target: 'red',
        filtered: ['red'],
        results: { exact_match: 1 },
      },
      { doc_id: 1, results: { exact_match: 0 } },
    ],
    aggregate: { 'exact_match,none': 0.5 },
  });
});
