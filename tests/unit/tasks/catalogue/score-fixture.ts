import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openDataset } from '../../../../activities/datasets/open-dataset.ts';
import { textOf } from '../../../../core/chat.ts';
import type { EvalDocument } from '../../../../core/document.ts';
import type { JsonValue } from '../../../../core/json.ts';
import type { InferenceRow, ScoredRow } from '../../../../core/rows.ts';
import { scoreDocument } from '../../../../core/scoring/score-document.ts';
import { createTaskAggregator } from '../../../../core/scoring/task-aggregator.ts';
import { checkScoringConfig } from '../../../../core/scoring/check-scoring-config.ts';
import type { TaskConfig } from '../../../../core/task.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';

export interface ScoredFixture {
  readonly config: TaskConfig;
  readonly documents: readonly EvalDocument[];
  readonly prompts: readonly string[];
  /** The kinds of the parts of each message: a picture that gets lost shows here. */
  readonly parts: readonly (readonly string[])[];
  readonly rows: readonly ScoredRow[];
  readonly metrics: Readonly<Record<string, JsonValue>>;
}

/** Reads the fixture of a task as its dataset, and scores one answer per document. */
export async function scoreFixture(
  folder: string,
  task: string,
  answers: readonly NonNullable<InferenceRow['output']>[],
  /** What the judge says of each document, for tasks that ask one. */
  judgements: readonly (string | undefined)[] = [],
): Promise<ScoredFixture> {
  const directory = resolve('tasks', folder);
  const config = loadTask(resolve(directory, `${task}.yaml`));
  checkScoringConfig(config, config.repeats);
  const documents = await readFixture(config, fixtureOf(directory, task));
  if (documents.length !== answers.length) {
    throw new Error(`${documents.length} documents in the fixture, ${answers.length} answers`);
  }
  const functions = await loadFunctions(config);
  const created = createTask(config, { functions });
  const aggregator = createTaskAggregator({ config, functions, bootstrapIterations: 100, seed: 1 });
  const rendered = documents.map((document) => created.render(document));
  const rows = documents.flatMap((document, doc) =>
    scoreDocument({
      task: created,
      doc,
      document,
      rendered: rendered[doc]!,
      rows: [
        {
          doc,
          repeat: 0,
          status: 'ok',
          output: answers[doc]!,
          usage: {},
          attempts: 1,
          origin: 'fresh',
          promptSha256: '',
          docSha256: '',
          mediaSha256: [],
        },
      ],
      reasoningTags: null,
      context: judgements[doc] === undefined ? {} : { judgement: judgements[doc] },
    }),
  );
  for (const row of rows) aggregator.add(row);
  return {
    config,
    documents,
    prompts: rendered.map(({ messages }) => textOf(messages)),
    parts: rendered.map(({ messages }) =>
      messages.flatMap(({ content }) => content.map((part) => part.type)),
    ),
    rows,
    metrics: aggregator.finish().metrics,
  };
}

/** A task whose columns are its own has a fixture of its own. */
function fixtureOf(directory: string, task: string): string {
  const own = resolve(directory, `fixture-${task}.jsonl`);
  return existsSync(own) ? own : resolve(directory, 'fixture.jsonl');
}

/** The same code that opens the real dataset, pointed at the fixture. */
async function readFixture(config: TaskConfig, file: string): Promise<EvalDocument[]> {
  const { dataset_name: _name, ...rest } = config;
  const local: TaskConfig = {
    ...rest,
    dataset_path: 'json',
    dataset_kwargs: { ...config.dataset_kwargs, data_files: file },
  };
  const split = config.test_split ?? config.validation_split ?? '';
  const dataset = await openDataset({ config: local, split });
  try {
    const documents: EvalDocument[] = [];
    for await (const document of dataset.rows(0, dataset.count)) documents.push(document);
    return documents;
  } finally {
    await dataset.close();
  }
}
