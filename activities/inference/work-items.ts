import { createHash } from 'node:crypto';
import type { EvalDocument } from '../../core/document.ts';
import type { EvalError } from '../../core/errors.ts';
import type { RenderedDocument } from '../../core/task.ts';
import type { GenerationParameters } from '../../core/generation.ts';
import { mediaOf, type ChatMessage } from '../../core/chat.ts';
import { docHash } from '../datasets/doc-hash.ts';
import type { OpenTask } from '../runs/open-task.ts';
import { renderDocument } from '../runs/render-document.ts';

/** One (document, repeat) to ask about. */
export interface WorkItem {
  readonly doc: number;
  readonly repeat: number;
  readonly id: string;
  readonly rendered: RenderedDocument;
  /** Why this document cannot be asked about (a missing column, an answer outside the choices). */
  readonly failure?: EvalError;
  readonly parameters: GenerationParameters;
  /** Continuations to score instead of text to generate. */
  readonly continuations?: readonly string[];
  readonly promptSha256: string;
  readonly docSha256: string;
  readonly mediaSha256: readonly string[];
}

/** Renders the positions [start, end) that `isWanted`, one item per repeat, in document order. */
export async function* renderItems(
  open: OpenTask,
  range: { readonly start: number; readonly end: number },
  isWanted: (doc: number, repeat: number) => boolean,
): AsyncGenerator<WorkItem> {
  const { record } = open;
  let doc = range.start;
  for await (const document of open.documents(range.start, range.end)) {
    for (let repeat = 0; repeat < record.config.repeats; repeat += 1) {
      if (isWanted(doc, repeat)) yield await renderItem(open, document, doc, repeat);
    }
    doc += 1;
  }
}

async function renderItem(
  open: OpenTask,
  document: EvalDocument,
  doc: number,
  repeat: number,
): Promise<WorkItem> {
  const { record } = open;
  const attempt = await renderDocument(open, document, doc);
  const { rendered } = attempt;
  const continuations = attempt.failure ? undefined : continuationsOf(open, rendered);
  return {
    doc,
    repeat,
    id: `${record.task}/${record.offset + doc}/${repeat}`,
    rendered,
    ...(attempt.failure ? { failure: attempt.failure } : {}),
    parameters: open.parametersOf(doc, repeat),
    ...(continuations ? { continuations } : {}),
    promptSha256: promptHash(rendered.messages, continuations),
    docSha256: docHash(document),
    mediaSha256: mediaOf(rendered.messages).map((media) => media.sha256),
  };
}

function continuationsOf(open: OpenTask, rendered: RenderedDocument): string[] | undefined {
  const { output_type: type, target_delimiter: delimiter } = open.record.config;
  if (type === 'multiple_choice') {
    return (rendered.choices ?? []).map((choice) => delimiter + choice);
  }
  if (type === 'loglikelihood') return [delimiter + textOfTarget(rendered.target)];
  return undefined;
}

function textOfTarget(target: RenderedDocument['target']): string {
  return typeof target === 'string' ? target : JSON.stringify(target);
}

/** SHA-256 of all that the model is shown, media by digest: what makes two prompts the same. */
function promptHash(
  messages: readonly ChatMessage[],
  continuations: readonly string[] | undefined,
): string {
  const shown = messages.map(({ role, content }) => [
    role,
    ...content.map((part) => (part.type === 'text' ? part.text : [part.type, part.media.sha256])),
  ]);
  return createHash('sha256')
    .update(JSON.stringify(continuations ? [shown, continuations] : [shown]))
    .digest('hex');
}
