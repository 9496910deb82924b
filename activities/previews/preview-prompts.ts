import { dirname, join, relative } from 'node:path';
import type { ChatMessage, MessagePart } from '../../core/chat.ts';
import type { EvalDocument } from '../../core/document.ts';
import { messageOf } from '../../core/errors.ts';
import { isNamedMedia } from '../../core/named-media.ts';
import { checkScoringConfig } from '../../core/scoring/check-scoring-config.ts';
import type { RenderedDocument, TaskConfig } from '../../core/task.ts';
import { createTask } from '../../tasks/create-task.ts';
import { fixtureOf, onFixture } from '../../tasks/fixture-file.ts';
import { loadFunctions } from '../../tasks/load-functions.ts';
import { loadTask } from '../../tasks/load-task.ts';
import { openDataset } from '../datasets/open-dataset.ts';
import { openFewshot } from '../runs/open-fewshot.ts';
import { splitOf } from '../runs/split-of.ts';

export interface PreviewRequest {
  /** Task files. */
  readonly paths: readonly string[];
  readonly documents: number;
  readonly modelFamily?: string | undefined;
  /** Where the files are (`from`) and where their data are (`to`), if that is another folder. */
  readonly data?: { readonly from: string; readonly to: string } | undefined;
}

export interface TaskPreview {
  readonly task: string;
  /** Prompts as text; of a document that cannot be shown, why. */
  readonly documents: readonly { readonly text: string; readonly error?: string }[];
  /** Why nothing of the task can be shown. */
  readonly error?: string;
}

/** What models are shown of the first documents of each task: of its fixture, else of its dataset. */
export async function previewPrompts(request: PreviewRequest): Promise<TaskPreview[]> {
  const previews: TaskPreview[] = [];
  for (const path of request.paths) {
    let task = path;
    try {
      const config = loadTask(path, { modelFamily: request.modelFamily });
      task = config.task;
      previews.push({ task, documents: await documentsOf(config, path, request) });
    } catch (error) {
      previews.push({ task, documents: [], error: messageOf(error) });
    }
  }
  return previews;
}

async function documentsOf(
  config: TaskConfig,
  path: string,
  request: PreviewRequest,
): Promise<TaskPreview['documents']> {
  checkScoringConfig(config, config.repeats);
  const functions = await loadFunctions(config);
  const task = createTask(config, { functions, modelFamily: request.modelFamily });
  if (request.documents === 0) return [];
  const source = withData(config, path, request.data);
  const split = splitOf(source);
  const dataset = await openDataset({ config: source, split });
  const shown: { text: string; error?: string }[] = [];
  try {
    // A fixture holds too few documents for five examples of each.
    const numFewshot = Math.min(source.num_fewshot, Math.max(0, dataset.count - 1));
    const plan = { config: { ...source, num_fewshot: numFewshot }, split, offset: 0 };
    const fewshot = await openFewshot(plan, dataset, null);
    const end = Math.min(request.documents, dataset.count);
    let position = 0;
    for await (const document of dataset.rows(0, end)) {
      shown.push(await show(document, position));
      position += 1;
    }
    async function show(document: EvalDocument, at: number) {
      try {
        return { text: promptText(task.render(document, await fewshot(document, at))) };
      } catch (error) {
        return { text: '', error: messageOf(error) };
      }
    }
  } finally {
    await dataset.close();
  }
  return shown;
}

function withData(config: TaskConfig, path: string, data: PreviewRequest['data']): TaskConfig {
  const file = data === undefined ? path : join(data.to, relative(data.from, path));
  const fixture = fixtureOf(config.task, file);
  if (fixture !== undefined) return onFixture(config, fixture);
  return data === undefined ? config : { ...config, $directory: dirname(file) };
}

function promptText({ messages, target, choices }: RenderedDocument): string {
  return [
    ...messages.map(messageText),
    ...(choices === undefined ? [] : [`[choices]\n${choices.join('\n')}`]),
    `[answer]\n${typeof target === 'string' ? target : JSON.stringify(target)}`,
  ].join('\n');
}

function messageText({ role, content }: ChatMessage): string {
  return [`[${role}]`, ...content.map(partText)].join('\n');
}

function partText(part: MessagePart): string {
  if (part.type === 'text') return part.text;
  const { media } = part;
  if (isNamedMedia(media)) return `<${part.type} ${media.wantedPath}>`;
  return `<${part.type} ${media.mediaType} ${media.sha256.slice(0, 8)}>`;
}
