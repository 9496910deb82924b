import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ProcessDocs } from '../../activities/datasets/process-docs.ts';
import type { EvalDocument } from '../../core/document.ts';
import type { TaskFunctions } from '../../core/function-reference.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { InferenceRow, LogLikelihoodPair, ScoredRow } from '../../core/rows.ts';
import { scoreDocument } from '../../core/scoring/score-document.ts';
import { createTaskAggregator } from '../../core/scoring/task-aggregator.ts';
import type { TaskConfig } from '../../core/task.ts';
import { createTask } from '../../tasks/create-task.ts';
import { discoverTasks } from '../../tasks/discover-tasks.ts';
import { documentFields } from '../../tasks/document-fields.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import { loadTask } from '../../tasks/load-task.ts';
import { resolveModelKwargs } from '../../tasks/model-kwargs.ts';
import { UNSUPPORTED } from './unsupported.ts';

type Response = string | readonly string[] | readonly LogLikelihoodPair[];

export interface TaskRequest {
  readonly task: string;
  readonly yaml?: JsonObject;
  readonly docs: readonly EvalDocument[];
  readonly responses: readonly Response[];
}

/** Resamples: the checker gives bootstrapped errors a wide tolerance. */
const BOOTSTRAP_ITERATIONS = 1000;

/** Renders, scores and aggregates the documents of a task of the catalogue, or of one the request defines. */
export async function runTask(request: TaskRequest): Promise<object | typeof UNSUPPORTED> {
  const config =
    request.yaml === undefined ? loadBuiltin(request.task) : await loadInline(request.yaml);
  if (config === undefined) return UNSUPPORTED;
  const functions = await loadFunctions(config);
  const task = createTask(config, { functions });
  const kwargs = resolveModelKwargs(config.lmms_eval_specific_kwargs, undefined);
  const fields = documentFields(config, functions, { prompt: kwargs });
  const aggregator = createTaskAggregator({
    config,
    functions,
    bootstrapIterations: BOOTSTRAP_ITERATIONS,
    seed: 1234,
  });
  const rows: object[] = [];
  for (const [doc, given] of request.docs.entries()) {
    const document = PREPARED.has(config.task) ? given : prepare(config, functions, given, doc);
    if (document === undefined) continue;
    const rendered = task.render(document);
    const scored = scoreDocument({
      task,
      doc,
      document,
      rendered,
      rows: inferenceRows(doc, request.responses[doc]!, config),
      reasoningTags: null,
      // The peer's judge answered with an empty text when the vectors were made.
      ...(config.judge === undefined ? {} : { context: { judgement: '' } }),
      // The vectors hold the losses of the peer's backends.
      orientation: 'loss',
    });
    for (const row of scored) {
      aggregator.add(row);
      const target = fields.target(document);
      const filter = scored.length > 1 ? { filter: row.filter } : {};
      rows.push({ ...replyRow(row), ...filter, prompt: fields.text(document), target });
    }
  }
  return { rows, aggregate: aggregator.finish().metrics };
}

/** Tasks whose documents the vectors give as process_docs leaves them. */
const PREPARED: ReadonlySet<string> = new Set(['vpct', 'mtvqa']);

/** What process_docs makes of one document; a document that becomes several stays as it is. */
function prepare(
  { process_docs: reference }: TaskConfig,
  functions: TaskFunctions,
  document: EvalDocument,
  index: number,
): EvalDocument | undefined {
  if (reference === undefined) return document;
  const made = (functions.get(reference) as ProcessDocs)(document, index);
  if (made === null || made === undefined) return undefined;
  return Array.isArray(made) ? document : (made as EvalDocument);
}

function loadBuiltin(name: string): TaskConfig | undefined {
  const entry = discoverTasks([]).tasks.get(name);
  if (entry === undefined) return undefined;
  const { doc_to_visual: _, ...textual } = loadTask(entry.path);
  // Most vectors leave the media columns out, and no scorer under test looks at them.
  return textual;
}

async function loadInline(yaml: JsonObject): Promise<TaskConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'parity-task-'));
  try {
    const file = join(directory, 'task.yaml');
    await writeFile(file, stringify(yaml));
    return loadTask(file);
  } finally {
    await rm(directory, { recursive: true });
  }
}

function inferenceRows(doc: number, response: Response, config: TaskConfig): InferenceRow[] {
  const isRepeated = config.output_type === 'generate_until' && Array.isArray(response);
  const outputs = isRepeated ? (response as readonly string[]) : [response];
  return outputs.map((output, repeat) => ({
    doc,
    repeat,
    status: 'ok',
    output: output as NonNullable<InferenceRow['output']>,
    usage: {},
    attempts: 1,
    origin: 'fresh',
    promptSha256: '',
    docSha256: '',
    mediaSha256: [],
  }));
}

/** The vectors hold one filtered value per request, so a single value stands in a list. */
function replyRow(row: ScoredRow): { filtered: JsonValue; [field: string]: unknown } {
  const filtered = Array.isArray(row.filtered) ? (row.filtered as JsonValue[]) : [row.filtered];
  return { doc_id: row.doc, filtered, results: row.metrics };
}
