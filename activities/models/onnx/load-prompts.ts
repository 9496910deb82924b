import { readFile } from 'node:fs/promises';

import { EvalError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { numberIn, numbersIn, objectIn, parseJsonFile, stringIn } from './parse-json-file.ts';
import {
  createPromptRenderer,
  type PromptRenderer,
  type SpecialTokens,
} from './prompt-renderer.ts';
import type { LoadPayload } from './thread-protocol.ts';

export interface ModelText {
  readonly prompts: PromptRenderer;
  /** Of the language model: config.json, or its text_config. */
  readonly config: JsonObject;
  readonly tokenizerConfig: JsonObject;
  readonly generation: JsonObject;
  /** Of vision-language models. */
  readonly imageTokenId: number | undefined;
}

/** Everything about text: both threads need it, one to write prompts, the other to read answers. */
export async function loadPrompts(payload: LoadPayload): Promise<ModelText> {
  const { location, layout } = payload;
  const whole = await readJson(payload, layout.config);
  const config = 'text_config' in whole ? objectIn(whole, 'text_config') : whole;
  const tokenizerConfig = await readJson(payload, layout.tokenizerConfig);
  const generation =
    layout.generationConfig === undefined ? {} : await readJson(payload, layout.generationConfig);
  const imageTokenId = layout.vision === undefined ? undefined : imageTokenIn(whole, location);
  const prompts = createPromptRenderer({
    location,
    tokenizerFile: await readJson(payload, layout.tokenizer),
    tokenizerConfig,
    templateText: await readTemplate(payload),
    imageTokenId,
    tokens: specialTokens({ ...whole, ...config, ...generation }),
  });
  return { prompts, config, tokenizerConfig, generation, imageTokenId };
}

export async function readJson(payload: LoadPayload, name: string): Promise<JsonObject> {
  return parseJsonFile(payload.location, name, await readBytes(payload, name));
}

async function readBytes(payload: LoadPayload, name: string): Promise<Uint8Array> {
  const { path, bytes } = payload.files[name]!;
  return path === undefined ? bytes! : await readFile(path);
}

async function readTemplate(payload: LoadPayload): Promise<string | undefined> {
  const name = payload.layout.chatTemplate;
  if (name === undefined) return undefined;
  if (name.endsWith('.json')) return stringIn(await readJson(payload, name), 'chat_template');
  return new TextDecoder().decode(await readBytes(payload, name));
}

function imageTokenIn(config: JsonObject, location: string): number {
  const id = numberIn(config, 'image_token_index') ?? numberIn(config, 'image_token_id');
  if (id !== undefined) return id;
  throw new EvalError(
    'model-invalid',
    `Cannot use ${location}: its config.json has a vision_config but neither image_token_index nor image_token_id. Add the id of the token that stands for an image.`,
  );
}

function specialTokens(config: JsonObject): SpecialTokens {
  const ends = numbersIn(config, 'eos_token_id') ?? [];
  const end = numberIn(config, 'eos_token_id');
  return {
    pad: numberIn(config, 'pad_token_id') ?? 0,
    begin: numberIn(config, 'bos_token_id'),
    ends: new Set(end === undefined ? ends : [end]),
  };
}
