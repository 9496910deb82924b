import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvalDocument } from '../../../core/document.ts';
import type { JsonValue } from '../../../core/json.ts';
import { scoreDocument } from '../../../core/scoring/score-document.ts';
import { createTaskAggregator } from '../../../core/scoring/task-aggregator.ts';
import { createTask } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { loadTask } from '../../../tasks/load-task.ts';
import { temporaryFolder } from './temporary-folder.ts';

const YAML = `task: own_functions
dataset_path: json
test_split: test
doc_to_text: question
doc_to_target: answer
filter_list:
  - name: first_word
    filter:
      - function: !function own.first_word
      - function: take_first
metric_list:
  - metric: !function own.letters
    aggregation: !function own.longest
    higher_is_better: true
    minus: 1
`;

const OWN = `export const first_word = (responses, document) => responses.map((text) => text.split(document.cut)[0]);
export const letters = (prediction, references, options) => ({ score: prediction.length - options.minus, right: references[0] });
export const longest = (values) => Math.max(...values.map((value) => value.score));
export const judge_prompt = (document, [answer]) => \`Is \${answer} the same as \${document.answer}?\`;
export const judged = (document, [answer], context) => ({ judged: context.judgement === 'yes' ? 1 : 0, seen: answer.length });
`;

async function run(yaml: string, documents: readonly EvalDocument[], judgement?: string) {
  const folder = temporaryFolder({ 'own.mjs': OWN, 'task.yaml': yaml });
  const config = loadTask(join(folder, 'task.yaml'));
  const functions = await loadFunctions(config);
  const task = createTask(config, { functions });
  const aggregator = createTaskAggregator({ config, functions, bootstrapIterations: 50, seed: 1 });
  const rows = documents.flatMap((document, doc) =>
    scoreDocument({
      task,
      doc,
      document,
      rendered: task.render(document),
      rows: [
        {
          doc,
          repeat: 0,
          status: 'ok',
          output: document['said'] as string,
          usage: {},
          attempts: 1,
          origin: 'fresh',
          promptSha256: '',
          docSha256: '',
          mediaSha256: [],
        },
      ],
      reasoningTags: null,
      ...(judgement === undefined ? {} : { context: { judgement } }),
    }),
  );
  for (const row of rows) aggregator.add(row);
  return { config, rows, metrics: aggregator.finish().metrics };
}

function asked(said: string): EvalDocument {
  return { question: 'Which?', answer: 'red', cut: ' ', said };
}

describe('functions of a task', () => {
  it('filters, scores and aggregates with what stands beside the YAML', async () => {
    const { rows, metrics } = await run(YAML, [asked('red apple'), asked('green')]);
    expect(rows.map((row) => row.filtered)).toEqual(['red', 'green']);
    expect(rows.map((row) => row.metrics as Record<string, JsonValue>)).toEqual([
      { letters: { score: 2, right: 'red' } },
      { letters: { score: 4, right: 'red' } },
    ]);
    expect(metrics).toMatchObject({
      'letters,first_word': 4,
      'letters_n,first_word': 2,
      'letters_stderr_clt,first_word': 1,
    });
    expect(metrics['letters_stderr,first_word']).toBeGreaterThan(0);
  });

  it('hands the judge’s reply to the scorer', async () => {
    const judged = YAML.replace(/filter_list:[\s\S]*/, '').concat(
      'process_results: !function own.judged\njudge:\n  prompt: !function own.judge_prompt\n',
      'metric_list:\n  - metric: judged\n    aggregation: mean\n',
    );
    expect((await run(judged, [asked('red')], 'yes')).metrics['judged,none']).toBe(1);
    const { config, metrics } = await run(judged, [asked('red')]);
    expect(metrics['judged,none']).toBe(0);
    expect(config.judge?.prompt.$export).toBe('judge_prompt');
  });

  it('names a function that is not there, also inside a list', async () => {
    const wrong = YAML.replace('own.longest', 'own.longst');
    await expect(run(wrong, [])).rejects.toThrow(
      /no function of that name .*Did you mean "longest"/,
    );
  });
});
