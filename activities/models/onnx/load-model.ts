import { InferenceSession, listSupportedBackends } from 'onnxruntime-node';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { absentProvider } from './execution-providers.ts';
import { createDecoder } from './decoder.ts';
import { createImageEncoder } from './image-encoder.ts';
import { loadPrompts } from './load-prompts.ts';
import type { GenerationDefaults, OnnxModel, VisionParts } from './onnx-model.ts';
import { numberIn } from './parse-json-file.ts';
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
  refuseAbsentProviders(payload);
  const text = await loadPrompts(payload);
  const session = await openSession(payload, layout.decoder);
  const decoder = createDecoder(session, text.config, layout.decoder);
  const vision = await loadVision(payload, text.imageTokenId);
  if (decoder.takesEmbeddings !== (vision !== undefined)) {
    throw new EvalError(
      'model-invalid',
      `Cannot use ${location}: config.json ${vision === undefined ? 'has no' : 'has a'} vision_config, but ${layout.decoder} takes ${decoder.takesEmbeddings ? 'inputs_embeds' : 'input_ids'}. Export the parts of one model together.`,
    );
  }
  return {
    location,
    prompts: text.prompts,
    decoder,
    vision,
    contextLength: contextLengthOf(text.config, text.tokenizerConfig, payload.maxLength),
    defaults: defaultsIn(text.generation),
    padsBatches: payload.padsBatches,
  };
}

async function loadVision(
  payload: LoadPayload,
  imageTokenId: number | undefined,
): Promise<VisionParts | undefined> {
  const { vision } = payload.layout;
  if (vision === undefined || imageTokenId === undefined) return undefined;
  return {
    imageTokenId,
    embedTokens: await openSession(payload, vision.embedTokens),
    encodeImages: createImageEncoder({
      session: await openSession(payload, vision.encoder),
      batchSize: payload.batchSize,
      cacheBytes: FEATURE_CACHE_BYTES,
    }),
  };
}

async function openSession(payload: LoadPayload, name: string): Promise<InferenceSession> {
  const { path, bytes } = payload.files[name]!;
  const options: InferenceSession.SessionOptions = {
    executionProviders: payload.providers,
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
      `Cannot load ${name} of ${payload.location}: ${messageOf(error)}. Check that the file is whole, that there is memory for it, and that the libraries of ${payload.providers.map((each) => each.name).join('+')} are installed.`,
      { cause: error },
    );
  }
}

function refuseAbsentProviders({ location, providers }: LoadPayload): void {
  const offered = listSupportedBackends().map(({ name }) => name);
  const absent = absentProvider(providers, offered);
  if (absent === undefined) return;
  throw new EvalError(
    'model-load-failed',
    `Cannot load ${location} on ${absent}: this build of ONNX Runtime offers ${offered.join(', ')}. Choose one of them as device=NAME, or a worker on another kind of host.`,
  );
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
