import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects, asyncBufferFromFile } from 'hyparquet';

import type { ModelAdapter, ModelArguments } from '../../../activities/models/model-adapter.ts';
import { onnxFactory } from '../../../activities/models/onnx/onnx-factory.ts';
import type { ChatMessage } from '../../../core/chat.ts';
import type { GenerateRequest, GenerationParameters } from '../../../core/generation.ts';
import type { Media } from '../../../core/media.ts';
import { modelContext } from '../../support/model-context.ts';

const REPOSITORY = new URL('../../../', import.meta.url);

export function repositoryPath(name: string): string {
  return fileURLToPath(new URL(name, REPOSITORY));
}

const CHECKPOINTS = repositoryPath('tests/fixtures/tiny-vlm/checkpoints');
/** The last checkpoint: it answers well, so that texts are not all alike. */
export const TINY_VLM = join(CHECKPOINTS, readdirSync(CHECKPOINTS).sort().at(-1) ?? '');

export async function loadOnnx(
  args: ModelArguments = { pretrained: TINY_VLM },
  batchSize = 8,
): Promise<ModelAdapter> {
  const adapter = await onnxFactory.create(args, { ...modelContext(), batchSize });
  await adapter.load(new AbortController().signal);
  return adapter;
}

export interface ShapesRow {
  readonly id: string;
  readonly image: { readonly bytes: Uint8Array };
  readonly question: string;
  readonly choices: readonly string[];
}

export async function readShapes(
  file = 'tasks/shapes/data/shapes-test.parquet',
): Promise<ShapesRow[]> {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(repositoryPath(file)),
    utf8: false,
  });
  return rows as unknown as ShapesRow[];
}

export function imageMedia(bytes: Uint8Array): Media {
  return {
    kind: 'image',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    mediaType: 'image/png',
    sizeBytes: bytes.length,
    read: async () => bytes,
  };
}

export function userMessage(text: string, ...images: readonly Uint8Array[]): ChatMessage[] {
  const media = images.map((bytes) => ({ type: 'image', media: imageMedia(bytes) }) as const);
  return [{ role: 'user', content: [...media, { type: 'text', text }] }];
}

export function request(
  id: string,
  messages: readonly ChatMessage[],
  parameters: Partial<GenerationParameters> = {},
): GenerateRequest {
  return { id, messages, parameters: { temperature: 0, stop: [], extra: {}, ...parameters } };
}

export const never = (): AbortSignal => new AbortController().signal;

export function copyOfModel(source = TINY_VLM): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-onnx-'));
  cpSync(source, folder, { recursive: true });
  return folder;
}

/** Changes keys of one of a model's JSON files. */
export function editJson(folder: string, name: string, change: Record<string, unknown>): void {
  const path = join(folder, name);
  const value = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...value, ...change }));
}

/** A copy that knows no end of text, so that the length of an answer is the test's to choose. */
export function endlessModel(): string {
  const folder = copyOfModel();
  editJson(folder, 'generation_config.json', { eos_token_id: [] });
  return folder;
}
