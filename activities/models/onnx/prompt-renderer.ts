import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';

import { EvalError, messageOf } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import { objectIn, stringIn } from './parse-json-file.ts';
import type { PlainMessage, PlainPart } from './thread-protocol.ts';

export interface SpecialTokens {
  /** Fills a row up to the batch's length; never seen by attention. */
  readonly pad: number;
  readonly begin: number | undefined;
  /** Any of them ends an answer. */
  readonly ends: ReadonlySet<number>;
}

export interface PromptRenderer {
  readonly tokenizer: Tokenizer;
  readonly tokens: SpecialTokens;
  /** The conversation as text that ends where the answer begins; one image token per image. */
  render(messages: readonly PlainMessage[]): string;
  encode(text: string): number[];
  decode(tokens: readonly number[]): string;
}

export interface PromptRendererOptions {
  readonly location: string;
  readonly tokenizerFile: JsonObject;
  readonly tokenizerConfig: JsonObject;
  /** The template's own file, where the model has one. */
  readonly templateText: string | undefined;
  readonly imageTokenId: number | undefined;
  readonly tokens: SpecialTokens;
}

/** `for part in message['content']`: the template wants parts, not one string. */
const ITERATES_CONTENT = /\bin\s+\w+(\.content|\[\s*['"]content['"]\s*\])/;

export function createPromptRenderer(options: PromptRendererOptions): PromptRenderer {
  const { tokenizerConfig: config, imageTokenId, location } = options;
  const tokenizer = new Tokenizer(options.tokenizerFile, config);
  const source = options.templateText ?? templateIn(config);
  const template = source === undefined ? undefined : compile(source, location);
  const wantsParts = source !== undefined && ITERATES_CONTENT.test(source);
  const imageToken = imageTokenId === undefined ? '' : (tokenizer.id_to_token(imageTokenId) ?? '');
  const specials = specialTokensIn(config);
  const begin = specials['bos_token'];
  // An export without the key means false, which is what current transformers write; the library's
  // own default is the older true and would change answers.
  const cleanUp = config['clean_up_tokenization_spaces'] === true;

  return {
    tokenizer,
    tokens: options.tokens,
    render: (messages) => {
      const plain = messages.map(({ role, content }) => ({
        role,
        content: wantsParts ? partsOf(content, imageToken) : textOf(content, imageToken),
      }));
      // A base model has no turns: it continues the text.
      if (template === undefined) return plain.map(({ content }) => content as string).join('\n');
      try {
        return template.render({ messages: plain, add_generation_prompt: true, ...specials });
      } catch (error) {
        throw new EvalError(
          'model-invalid',
          `Cannot render a conversation of roles ${messages.map(({ role }) => role).join(', ')} with the chat template of ${location}: ${messageOf(error)}. Change the task's messages or the template.`,
          { cause: error },
        );
      }
    },
    encode: (text) => {
      // As transformers: a text tokenizer leaves special tokens to the template, a vision processor
      // adds them unless the template already began with one; a base model always gets them.
      const isComplete =
        template !== undefined &&
        (imageTokenId === undefined || (begin !== undefined && text.startsWith(begin)));
      return tokenizer.encode(text, { add_special_tokens: !isComplete }).ids;
    },
    decode: (tokens) =>
      tokens.length === 0
        ? ''
        : tokenizer.decode([...tokens], {
            skip_special_tokens: true,
            clean_up_tokenization_spaces: cleanUp,
          }),
  };
}

function partsOf(content: readonly PlainPart[], imageToken: string): Record<string, string>[] {
  return content.map((part) =>
    part.type === 'image'
      ? { type: 'image' }
      : { type: 'text', text: withoutImageToken(part.text, imageToken) },
  );
}

function textOf(content: readonly PlainPart[], imageToken: string): string {
  return content
    .map((part) => (part.type === 'image' ? imageToken : withoutImageToken(part.text, imageToken)))
    .join('\n');
}

/** A document that spells the image token must not make room for an image it does not have. */
function withoutImageToken(text: string, imageToken: string): string {
  if (imageToken === '' || !text.includes(imageToken)) return text;
  return text.replaceAll(imageToken, `${imageToken.slice(0, 1)} ${imageToken.slice(1)}`);
}

function compile(source: string, location: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    throw new EvalError(
      'model-invalid',
      `Cannot parse the chat template of ${location}: ${messageOf(error)}. Correct tokenizer_config.json.`,
      { cause: error },
    );
  }
}

/** One template, or several by name of which `default` is the one for plain chat. */
function templateIn(config: JsonObject): string | undefined {
  const value = config['chat_template'];
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return undefined;
  const named = value as readonly { readonly name?: string; readonly template?: string }[];
  return (named.find(({ name }) => name === 'default') ?? named[0])?.template;
}

function specialTokensIn(config: JsonObject): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of ['bos_token', 'eos_token', 'pad_token', 'unk_token']) {
    const value = config[name];
    if (typeof value === 'string') found[name] = value;
    else {
      const content = stringIn(objectIn(config, name), 'content');
      if (content !== undefined) found[name] = content;
    }
  }
  return found;
}
