import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTextTask } from './text-task.ts';

/** Metrics of the task that is slow to aggregate; each is resampled a thousand times. */
const METRICS = 60;

/**
 * A text benchmark whose scoring waits for every document, or whose aggregation computes for long, so
 * that a test meets it in that stage. Waiting costs no CPU.
 */
export function writeSlowTask(
  folder: string,
  options: {
    readonly name: string;
    readonly documents: number;
    readonly slow: 'score' | 'aggregate';
    /** Only of a slow score. */
    readonly scoreMs?: number;
  },
): string {
  const { name, slow, scoreMs = 0 } = options;
  const directory = writeTextTask(folder, { name, documents: options.documents });
  const metrics = slow === 'score' ? ['right'] : numbered(METRICS);
  writeFileSync(
    join(directory, 'scoring.mjs'),
    `const pause = new Int32Array(new SharedArrayBuffer(4));
export function score(document, responses) {
  if (${scoreMs} > 0) Atomics.wait(pause, 0, 0, ${scoreMs});
  const length = document.question.length + responses.join('').length;
  const scores = {};
  for (const [index, name] of ${JSON.stringify(metrics)}.entries()) {
    scores[name] = ((length * 31 + index * 17) % 101) / 101;
  }
  return scores;
}
`,
  );
  const aggregation = slow === 'score' ? 'mean' : 'median';
  const list = metrics.map((metric) => {
    return `  - { metric: ${metric}, aggregation: ${aggregation}, higher_is_better: true }`;
  });
  const file = join(directory, `${name}.yaml`);
  const yaml = readFileSync(file, 'utf8').replace(
    /metric_list:\n.*\n/,
    `process_results: !function scoring.score\nmetric_list:\n${list.join('\n')}\n`,
  );
  writeFileSync(file, yaml);
  return directory;
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `measure_${index}`);
}
