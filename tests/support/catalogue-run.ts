import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataset } from '../../activities/datasets/open-dataset.ts';
import type { EvalDocument } from '../../core/document.ts';
import { messageOf } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { RenderedDocument, Task, TaskConfig } from '../../core/task.ts';
import { createTask } from '../../tasks/create-task.ts';
import { onFixture } from '../../tasks/fixture-file.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import { catalogueTasks, type CatalogueTask } from './catalogue-tasks.ts';
import { rightAnswer } from './right-answer.ts';
import { stubMediaOf, stubNamedMedia } from './stub-media.ts';
import { testSpec } from './test-spec.ts';
import type { TestStack } from './test-stack.ts';

/** What the run of one task comes down to. */
export interface CatalogueOutcome {
  readonly documents: number;
  readonly counts: Readonly<Record<string, number>>;
  /** By metric and filter, without error bars. */
  readonly metrics: Readonly<Record<string, JsonValue>>;
}

export interface CatalogueRun {
  readonly status: string;
  readonly outcomes: Readonly<Record<string, CatalogueOutcome>>;
  /** One line per cause, for a failed assertion. */
  readonly failures: readonly string[];
}

const GROUP = 'whole_catalogue';

/**
 * Evaluates every task of the catalogue on its fixture in one run. The mock plays the right answer of
 * each document, found by the id of the request: two documents may share a text and differ in a picture.
 */
export async function runCatalogue(
  stack: TestStack,
  tasks: readonly CatalogueTask[] = catalogueTasks(),
): Promise<CatalogueRun> {
  const folder = join(stack.folder, 'catalogue');
  mkdirSync(join(folder, 'media'), { recursive: true });
  const members: JsonObject[] = [];
  const script: string[] = [];
  const unprepared: string[] = [];
  for (const task of tasks) {
    try {
      const { changes, lines } = await prepare(task, join(folder, 'media'));
      members.push({ task: task.name, dataset_name: null, ...(changes as JsonObject) });
      script.push(...lines);
    } catch (error) {
      unprepared.push(`${task.name}: ${messageOf(error)}`);
    }
  }
  // JSON is YAML.
  writeFileSync(join(folder, `${GROUP}.yaml`), JSON.stringify({ group: GROUP, task: members }));
  const play = join(folder, 'answers.jsonl');
  writeFileSync(play, `${script.join('\n')}\n`);
  const spec = testSpec(stack.storeUrl, {
    model: { id: 'mock', args: { mode: 'script', script: play, num_concurrent: 64 } },
    tasks: [GROUP],
    includePaths: [folder],
    taskWindow: 32,
    // Errors are compared elsewhere, so a few resamples do.
    bootstrapIterations: 1000,
  });
  await stack.evaluations.start(spec);
  const { status, results, failures } = await stack.evaluations.result(spec.runId);
  return {
    status,
    outcomes: outcomesOf(results, tasks),
    failures: [...unprepared, ...failures.map(({ message, count }) => `${count} x ${message}`)],
  };
}

async function prepare(
  entry: CatalogueTask,
  mediaRoot: string,
): Promise<{ changes: object; lines: string[] }> {
  const local = onFixture(entry.config, entry.fixture ?? '');
  const { dataset_path } = local;
  const dataset_kwargs = { ...local.dataset_kwargs, media_root: mediaRoot };
  const config: TaskConfig = { ...local, dataset_kwargs };
  for (const line of readFileSync(entry.fixture ?? '', 'utf8').split('\n')) {
    if (line.trim() !== '') stubMediaOf(JSON.parse(line), mediaRoot);
  }
  const split = config.test_split ?? config.validation_split ?? '';
  const dataset = await openDataset({ config, split });
  const documents: EvalDocument[] = [];
  for await (const document of dataset.rows(0, dataset.count)) documents.push(document);
  await dataset.close();
  // Examples come from the fixture too, which holds few.
  const numFewshot = Math.min(config.num_fewshot, Math.max(0, documents.length - 1));
  const task = createTask(config, { functions: await loadFunctions(config) });
  const lines = documents.flatMap((document, position) => {
    const rendered = task.render(document);
    stubNamedMedia(rendered.messages, mediaRoot);
    return linesOf({ task, id: `${config.task}/${position}`, document, rendered });
  });
  return { changes: { dataset_path, dataset_kwargs, num_fewshot: numFewshot }, lines };
}

interface Asked {
  readonly task: Task;
  /** Ends before the repeat: all repeats get one answer. */
  readonly id: string;
  readonly document: EvalDocument;
  readonly rendered: RenderedDocument;
}

function linesOf({ task, id, document, rendered }: Asked): string[] {
  const { config } = task;
  if (config.output_type === 'loglikelihood') return [JSON.stringify({ id, logprob: -0.5 })];
  if (config.output_type === 'multiple_choice') {
    const gold = new Set(rendered.goldIndices);
    return (rendered.choices ?? []).map((choice, index) =>
      JSON.stringify({
        id,
        continuation: config.target_delimiter + choice,
        logprob: gold.has(index) ? -0.5 : -30,
      }),
    );
  }
  return [JSON.stringify({ id, response: rightAnswer({ task, document, rendered }) })];
}

function outcomesOf(
  results: JsonObject,
  tasks: readonly CatalogueTask[],
): Record<string, CatalogueOutcome> {
  const of = (key: string, task: string): JsonObject =>
    ((results[key] as JsonObject | undefined)?.[task] ?? {}) as JsonObject;
  return Object.fromEntries(
    tasks.map(({ name }) => [
      name,
      {
        documents: Number(of('n-samples', name)['effective'] ?? 0),
        counts: of('counts', name) as Record<string, number>,
        metrics: Object.fromEntries(
          Object.entries(of('results', name)).filter(
            ([key]) =>
              key.includes(',') && !/_(stderr|ci95|stddev)|_n,|_expected|_consensus/.test(key),
          ),
        ),
      },
    ]),
  );
}
