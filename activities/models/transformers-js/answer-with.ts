import { EvalError, messageOf } from '../../../core/errors.ts';
import type { FinishReason, GenerateResult } from '../../../core/generation.ts';
import { decodeImage } from '../../media/decode-image.ts';
import { cutAtStop } from '../cut-at-stop.ts';
import type { PlainMessage } from '../onnx/thread-protocol.ts';
import { resizeBefore } from './resize-before.ts';
import type {
  LoadedModel,
  LoadedProcessor,
  LoadedTokenizer,
  ModelInputs,
  TransformersModule,
} from './transformers-module.ts';
import type { TransformersGenerate } from './transformers-protocol.ts';

export interface LoadedParts {
  readonly library: TransformersModule;
  readonly location: string;
  /** Absent for a text model. */
  readonly processor: LoadedProcessor | undefined;
  readonly tokenizer: LoadedTokenizer;
  readonly model: LoadedModel;
}

const DEFAULT_MAX_NEW_TOKENS = 64;

export async function answerWith(
  parts: LoadedParts,
  request: TransformersGenerate,
  isCancelled: () => boolean,
): Promise<Omit<GenerateResult, 'attempts'>> {
  const { library, tokenizer, model, location } = parts;
  const { parameters, requestId } = request;
  refuseIfCancelled(isCancelled, requestId);
  const inputs = await inputsOf(parts, request);
  const promptLength = inputs.input_ids.dims.at(-1) ?? 0;
  const startedAt = performance.now();
  const watch = createWatch(parts, parameters.stop, promptLength, isCancelled);
  const isSampling = parameters.temperature > 0 && parameters.extra['do_sample'] !== false;
  if (isSampling) library.random?.seed(request.seed);
  let tokens: number[];
  try {
    const output = await model.generate({
      ...inputs,
      max_new_tokens: parameters.maxNewTokens ?? DEFAULT_MAX_NEW_TOKENS,
      do_sample: isSampling,
      ...(isSampling ? { temperature: parameters.temperature } : {}),
      ...(isSampling && parameters.topP !== undefined ? { top_p: parameters.topP } : {}),
      ...(isSampling && parameters.topK !== undefined ? { top_k: parameters.topK } : {}),
      ...(parameters.repetitionPenalty === undefined
        ? {}
        : { repetition_penalty: parameters.repetitionPenalty }),
      stopping_criteria: watch.criteria,
    });
    tokens = (output.tolist()[0] ?? []).slice(promptLength).map(Number);
  } catch (error) {
    throw new EvalError(
      'internal',
      `${location} could not answer ${requestId}: ${messageOf(error).slice(0, 400)}.`,
      { cause: error },
    );
  }
  refuseIfCancelled(isCancelled, requestId);
  const endedAt = performance.now();
  const isEnded = endsOf(model).has(tokens.at(-1) ?? -1) || watch.foundStop();
  const finishReason: FinishReason = isEnded ? 'stop' : 'length';
  const firstAt = watch.firstTokenAt() ?? endedAt;
  const count = tokens.length;
  return {
    text: cutAtStop(tokenizer.decode(tokens, { skip_special_tokens: true }), parameters.stop),
    finishReason,
    usage: { inputTokens: promptLength, outputTokens: count },
    timing: {
      latencyMs: endedAt - startedAt,
      ...(count > 0 ? { ttftMs: firstAt - startedAt } : {}),
      ...(count > 1 ? { tpotMs: (endedAt - firstAt) / (count - 1) } : {}),
    },
  };
}

async function inputsOf(parts: LoadedParts, request: TransformersGenerate): Promise<ModelInputs> {
  const { processor, tokenizer, library } = parts;
  if (processor === undefined) {
    const messages = request.messages.map((message) => ({
      role: message.role,
      content: message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n'),
    }));
    const hasTemplate = Boolean(tokenizer.chat_template);
    const text = hasTemplate
      ? tokenizer.apply_chat_template(messages, { add_generation_prompt: true, tokenize: false })
      : messages.map(({ content }) => content).join('\n');
    return tokenizer(text, { add_special_tokens: !hasTemplate });
  }
  const imageToken = processor.image_token ?? '<image>';
  const text = processor.apply_chat_template(
    request.messages.map(({ role, content }) => ({
      role,
      content: content.map((part) =>
        part.type === 'image'
          ? { type: 'image' }
          : { type: 'text', text: withoutMark(part.text, imageToken) },
      ),
    })),
    { add_generation_prompt: true },
  );
  const digests = request.messages.flatMap(imagesIn);
  if (digests.length === 0) return tokenizer(text, { add_special_tokens: false });
  const images = await Promise.all(
    digests.map(async (sha256) => {
      const decoded = await decodeImage(request.images[sha256]!, sha256);
      const { data, width, height } = resizeBefore(decoded, processor.image_processor);
      return new library.RawImage(new Uint8ClampedArray(data), width, height, 3);
    }),
  );
  if (!takesImagesFirst(processor)) return processor(text, images);
  const [first] = images;
  // These make room for the first image only.
  const room = images.length > 1 ? await tokensOf(first, processor, imageToken) : 1;
  return processor(images, withRoom(text, imageToken, room));
}

/** How many tokens one image takes, which is the same for all where the size is fixed. */
async function tokensOf(
  image: unknown,
  processor: LoadedProcessor,
  imageToken: string,
): Promise<number> {
  const { input_ids: mark } = processor.tokenizer(imageToken, { add_special_tokens: false });
  const { input_ids: all } = await processor([image], imageToken);
  const [id] = mark.tolist()[0] ?? [];
  return (all.tolist()[0] ?? []).filter((token) => token === id).length;
}

/** The image token as often as each image needs it, from the second on. */
function withRoom(text: string, imageToken: string, room: number): string {
  const [before = '', ...after] = text.split(imageToken);
  return (
    before + after.map((part, index) => imageToken.repeat(index === 0 ? 1 : room) + part).join('')
  );
}

/** Processors of this library disagree on the order; the source of each tells. */
function takesImagesFirst({ _call: call }: LoadedProcessor): boolean {
  return /^(?:async\s+)?_call\(\s*images\b/.test(String(call));
}

/** A document that spells the image token must not make room for an image it does not have. */
function withoutMark(text: string, mark: string): string {
  return text.includes(mark) ? text.replaceAll(mark, `${mark.slice(0, 1)} ${mark.slice(1)}`) : text;
}

function imagesIn({ content }: PlainMessage): string[] {
  return content.flatMap((part) => (part.type === 'image' ? [part.sha256] : []));
}

/** Asked by the library after every token. */
function createWatch(
  { library, tokenizer }: LoadedParts,
  stop: readonly string[],
  promptLength: number,
  isCancelled: () => boolean,
) {
  const marks = stop.filter((mark) => mark !== '');
  let firstTokenAt: number | undefined;
  let foundStop = false;
  const hasEnded = (rows: readonly (readonly (number | bigint)[])[]): boolean => {
    firstTokenAt ??= performance.now();
    if (isCancelled()) return true;
    if (marks.length === 0) return false;
    const tokens = (rows[0] ?? []).slice(promptLength).map(Number);
    const text = tokenizer.decode(tokens, { skip_special_tokens: true });
    foundStop = marks.some((mark) => text.includes(mark));
    return foundStop;
  };
  // The library takes only its own class.
  class Watch extends library.StoppingCriteria {
    _call(rows: readonly (readonly (number | bigint)[])[]): boolean[] {
      const ended = hasEnded(rows);
      return rows.map(() => ended);
    }
  }
  return {
    criteria: new Watch(),
    firstTokenAt: () => firstTokenAt,
    foundStop: () => foundStop,
  };
}

function endsOf({ generation_config: generation, config }: LoadedModel): ReadonlySet<number> {
  const ends = generation?.eos_token_id ?? config.eos_token_id;
  return new Set(typeof ends === 'number' ? [ends] : ends);
}

function refuseIfCancelled(isCancelled: () => boolean, requestId: string): void {
  if (isCancelled()) throw new EvalError('cancelled', `The request ${requestId} was cancelled.`);
}
