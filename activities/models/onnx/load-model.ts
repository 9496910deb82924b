import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { createDecoder } from './decoder.ts';
import { createImageEncoder } from './image-encoder.ts';
import { createImagePreprocessor } from './image-preprocessor.ts';
import type { GenerationDefaults, OnnxModel, SpecialTokens, VisionParts } from './onnx-model.ts';
import { numberIn, numbersIn, objectIn, parseJsonFile, stringIn } from './parse-json-file.ts';
import { createPromptRenderer } from './prompt-renderer.ts';
import type { LoadPayload } from './thread-protocol.ts';

/** Where neither the request nor the model says how long an answer may be. */
const DEFAULT_MAX_NEW_TOKENS = 64;
/** Where no file says how long a context may be. */
const DEFAULT_CONTEXT_LENGTH = 2048;
/** Some tokenizers write 1e30 for "no limit". */
const LARGEST_REAL_LENGTH = 1e9;
/** About 27 images of a 7-billion-parameter LLaVA, thousands of a small model's. */
const FEATURE_CACHE_BYTES = 256 * 1024 * 1024;

export async function loadModel(payload: LoadPayload): Promise<OnnxModel> {
  const { location, layout } = payload;
  const json = (name: string | undefined): Promise<JsonObject> =>
    name === undefined ? Promise.resolve({}) : readJson(payload, name);
  const config = await json(layout.config);
  const text = 'text_config' in config ? objectIn(config, 'text_config') : config;
  const tokenizerConfig = await json(layout.tokenizerConfig);
  const generation = await json(layout.generationConfig);
  const imageTokenId = numberIn(config, 'image_token_index') ?? numberIn(config, 'image_token_id');
  if (layout.vision !== undefined && imageTokenId === undefined) {
    throw new EvalError(
      'model-invalid',
      `Cannot use ${location}: its config.json has a vision_config but neither image_token_index nor image_token_id. Add the id of the token that stands for an image.`,
    );
  }
  const prompts = createPromptRenderer({
    location,
    tokenizerFile: await json(layout.tokenizer),
    tokenizerConfig,
    templateText: await readTemplate(payload),
    imageTokenId: layout.vision === undefined ? undefined : imageTokenId,
  });
  const decoder = createDecoder(await openSession(payload, layout.decoder), text, layout.decoder);
  const vision = await loadVision(payload, imageTokenId ?? 0);
  if (decoder.takesEmbeddings !== (vision !== undefined)) {
    throw new EvalError(
      'model-invalid',
      `Cannot use ${location}: config.json ${vision === undefined ? 'has no' : 'has a'} vision_config, but ${layout.decoder} takes ${decoder.takesEmbeddings ? 'inputs_embeds' : 'input_ids'}. Export the parts of one model together.`,
    );
  }
  return {
    location,
    prompts,
    decoder,
    vision,
    tokens: specialTokens({ ...config, ...text, ...generation }),
    contextLength: contextLengthOf(text, tokenizerConfig, payload.maxLength),
    defaults: defaultsIn(generation),
    padsBatches: payload.padsBatches,
  };
}

async function loadVision(
  payload: LoadPayload,
  imageTokenId: number,
): Promise<VisionParts | undefined> {
  const { vision } = payload.layout;
  if (vision === undefined) return undefined;
  const preprocessor = await readJson(payload, vision.preprocessor);
  return {
    imageTokenId,
    embedTokens: await openSession(payload, vision.embedTokens),
    images: createImageEncoder({
      session: await openSession(payload, vision.encoder),
      preprocess: createImagePreprocessor(preprocessor, payload.location),
      batchSize: payload.batchSize,
      cacheBytes: FEATURE_CACHE_BYTES,
    }),
  };
}

async function openSession(payload: LoadPayload, name: string): Promise<InferenceSession> {
  const { path, bytes } = payload.files[name]!;
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: payload.intraOpThreads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Warnings about graph optimisation would drown the log; errors arrive as exceptions.
    logSeverityLevel: 3,
  };
  try {
    return path === undefined
      ? await InferenceSession.create(bytes!, options)
      : await InferenceSession.create(path, options);
  } catch (error) {
    throw new EvalError(
      'model-load-failed',
      `Cannot load ${name} of ${payload.location}: ${messageOf(error)}. Check that the file is whole and there is memory for it.`,
      { cause: error },
    );
  }
}

async function readBytes(payload: LoadPayload, name: string): Promise<Uint8Array> {
  const { path, bytes } = payload.files[name]!;
  return path === undefined ? bytes! : await readFile(path);
}

async function readJson(payload: LoadPayload, name: string): Promise<JsonObject> {
  return parseJsonFile(payload.location, name, await readBytes(payload, name));
}

async function readTemplate(payload: LoadPayload): Promise<string | undefined> {
  const name = payload.layout.chatTemplate;
  if (name === undefined) return undefined;
  if (name.endsWith('.json')) return stringIn(await readJson(payload, name), 'chat_template');
  return new TextDecoder().decode(await readBytes(payload, name));
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

function contextLengthOf(
  text: JsonObject,
  tokenizerConfig: JsonObject,
  maxLength: number | undefined,
): number {
  const ofTokenizer = numberIn(tokenizerConfig, 'model_max_length') ?? Infinity;
  const own = numberIn(text, 'max_position_embeddings') ?? numberIn(text, 'n_positions');
  const known = own ?? (ofTokenizer < LARGEST_REAL_LENGTH ? ofTokenizer : DEFAULT_CONTEXT_LENGTH);
  return Math.min(known, maxLength ?? known);
}

function defaultsIn(generation: JsonObject): GenerationDefaults {
  return {
    maxNewTokens: numberIn(generation, 'max_new_tokens') ?? DEFAULT_MAX_NEW_TOKENS,
    repetitionPenalty: numberIn(generation, 'repetition_penalty'),
    topP: numberIn(generation, 'top_p'),
    topK: numberIn(generation, 'top_k'),
  };
}
