import { NO_FUNCTIONS } from '../../core/function-reference.ts';
import type { InferenceRow } from '../../core/rows.ts';
import { scoreDocument } from '../../core/scoring/score-document.ts';
import { createTaskAggregator, type TaskAggregator } from '../../core/scoring/task-aggregator.ts';
import type { RenderedDocument, Task, TaskConfig } from '../../core/task.ts';

export type ScoringKind = 'choice' | 'anls' | 'wer';

const WORDS = 'the of and to in is that it was for on are as with his they at be this from'.split(
  ' ',
);
const CHOICES = ['a red circle', 'a blue square', 'a green triangle', 'a yellow star'];
/** As an evaluation has it, with the reasoning of a model that thinks to itself now and then. */
const REASONING = [['<think>', '</think>']] as const;

/** Scores and aggregates so many generated documents, one at a time, as a scoring thread does. */
export function scoreMany(kind: ScoringKind, documents: number): TaskAggregator {
  const config = configOf(kind);
  const aggregator = createTaskAggregator({ config, bootstrapIterations: 100, seed: 1 });
  for (let doc = 0; doc < documents; doc += 1) {
    const rendered = renderedOf(kind, doc);
    const task: Task = { config, functions: NO_FUNCTIONS, render: () => rendered };
    const rows = [rowOf(doc, kind === 'choice' ? pairsOf(doc) : textOf(doc, doc % 3))];
    const document = { question: `Question ${doc}?` };
    const scored = scoreDocument({ task, doc, document, rendered, rows, reasoningTags: REASONING });
    for (const row of scored) aggregator.add(row, { topic: `topic ${doc % 5}` });
  }
  return aggregator;
}

function configOf(kind: ScoringKind): TaskConfig {
  const metrics = { choice: ['acc', 'acc_norm'], anls: ['anls'], wer: ['wer'] }[kind];
  return {
    task: `bench_${kind}`,
    dataset_path: 'synthetic',
    output_type: kind === 'choice' ? 'multiple_choice' : 'generate_until',
    description: '',
    target_delimiter: ' ',
    fewshot_delimiter: '\n\n',
    num_fewshot: 0,
    metric_list: metrics.map((metric) => ({ metric })),
    filter_list: [],
    generation_kwargs: {},
    repeats: 1,
    score_key: 'score',
    $directory: '/bench',
  };
}

function renderedOf(kind: ScoringKind, doc: number): RenderedDocument {
  if (kind === 'choice') return { messages: [], target: doc % 4, choices: CHOICES };
  return {
    messages: [],
    target: kind === 'anls' ? [textOf(doc, 0), textOf(doc + 1, 0)] : textOf(doc, 0),
  };
}

function pairsOf(doc: number): InferenceRow['output'] {
  return CHOICES.map((_, choice) => [-((doc * 7 + choice * 5) % 11), choice === 0] as const);
}

/** Twenty words, as in a spoken sentence; every so-many-th replaced. */
function textOf(doc: number, faults: number): string {
  return Array.from({ length: 20 }, (_, at) => {
    const shift = faults > 0 && at % 7 < faults ? 3 : 0;
    return WORDS[(doc * 3 + at * 5 + shift) % WORDS.length]!;
  }).join(' ');
}

function rowOf(doc: number, output: InferenceRow['output']): InferenceRow {
  return {
    doc,
    repeat: 0,
    status: 'ok',
    ...(output === undefined ? {} : { output }),
    usage: {},
    attempts: 1,
    origin: 'fresh',
    promptSha256: 'p',
    docSha256: 'd',
    mediaSha256: [],
  };
}
