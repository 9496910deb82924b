import { EvalError } from '../../../core/errors.ts';
import { parseJsonFile } from './parse-json-file.ts';
import type { ModelSource } from './model-source.ts';

/** Names of the files a model consists of, relative to its directory. */
export interface ModelLayout {
  readonly config: string;
  readonly tokenizer: string;
  readonly tokenizerConfig: string;
  readonly generationConfig: string | undefined;
  readonly chatTemplate: string | undefined;
  readonly decoder: string;
  readonly vision: VisionLayout | undefined;
}

interface VisionLayout {
  readonly encoder: string;
  readonly embedTokens: string;
  readonly preprocessor: string;
}

const EXPECTED =
  'config.json, tokenizer.json, tokenizer_config.json and, under onnx/, for a vision-language model ' +
  'vision_encoder.onnx, embed_tokens.onnx and decoder_model_merged.onnx (with preprocessor_config.json ' +
  'beside config.json), for a text model decoder_model_merged.onnx or model.onnx';

/** Finds a model's files by name and refuses a directory without a needed one. */
export async function findLayout(source: ModelSource, suffix: string): Promise<ModelLayout> {
  const names = await source.names();
  const need = (name: string): string => {
    if (names.has(name)) return name;
    throw new EvalError(
      'model-invalid',
      `Cannot use ${source.location} as an ONNX model: it has no ${name}. Expected: ${EXPECTED}. Export the missing file, or correct the path${suffix === '' ? '' : ` or dtype=${suffix}`}.`,
      { data: { location: source.location, missing: name } },
    );
  };
  const ifPresent = (name: string): string | undefined => (names.has(name) ? name : undefined);
  const config = parseJsonFile(
    source.location,
    need('config.json'),
    await source.read('config.json'),
  );
  const merged = `onnx/decoder_model_merged${suffix}.onnx`;
  const isVision = 'vision_config' in config;
  return {
    config: 'config.json',
    tokenizer: need('tokenizer.json'),
    tokenizerConfig: need('tokenizer_config.json'),
    generationConfig: ifPresent('generation_config.json'),
    chatTemplate: ifPresent('chat_template.jinja') ?? ifPresent('chat_template.json'),
    decoder: isVision ? need(merged) : (ifPresent(merged) ?? need(`onnx/model${suffix}.onnx`)),
    vision: isVision
      ? {
          encoder: need(`onnx/vision_encoder${suffix}.onnx`),
          embedTokens: need(`onnx/embed_tokens${suffix}.onnx`),
          preprocessor: need('preprocessor_config.json'),
        }
      : undefined,
  };
}

/** Every file of the layout, weights that a graph keeps in files of their own included. */
export async function filesOf(layout: ModelLayout, source: ModelSource): Promise<string[]> {
  const { vision, ...own } = layout;
  const named = [...Object.values(own), ...Object.values(vision ?? {})].filter(
    (name) => name !== undefined,
  );
  const external = [...(await source.names())].filter((name) =>
    named.some((graph) => graph.endsWith('.onnx') && isExternalData(name, graph)),
  );
  return [...named, ...external].sort((left, right) => (left < right ? -1 : 1));
}

/** `model.onnx_data`, `model.onnx_data_1` or `model.onnx.data`. */
function isExternalData(name: string, graph: string): boolean {
  return name.startsWith(`${graph}_data`) || name.startsWith(`${graph}.data`);
}
