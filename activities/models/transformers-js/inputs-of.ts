import { decodeImage } from '../../media/decode-image.ts';
import type { PlainMessage } from '../onnx/thread-protocol.ts';
import { resizeBefore } from './resize-before.ts';
import type { LoadedParts, LoadedProcessor, ModelInputs } from './transformers-module.ts';
import type { TransformersGenerate } from './transformers-protocol.ts';

/** A conversation as tensors: tokens, and pixels where it shows something. */
export async function inputsOf(
  parts: LoadedParts,
  request: TransformersGenerate,
): Promise<ModelInputs> {
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
