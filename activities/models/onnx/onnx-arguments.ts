import { EvalError } from '../../../core/errors.ts';
import { ONNX_PARAMETERS } from '../../../core/models/onnx-entry.ts';
import type { ModelArguments } from '../model-adapter.ts';
import { readArguments, type ArgumentReader } from '../read-arguments.ts';
import { parseProviders, type Provider } from './execution-providers.ts';

export interface OnnxArguments {
  /** Model directory or store URL. */
  readonly location: string;
  readonly threads: number;
  readonly intraOpThreads: number;
  readonly maxLength: number | undefined;
  readonly padsBatches: boolean;
  /** Such as `_fp16`; empty for the plain files. */
  readonly suffix: string;
  /** In the order of preference. */
  readonly providers: readonly Provider[];
  /** Of a video, shown as pictures. */
  readonly frames: number;
}

/** Where nobody says; in no key, so that answers to images keep theirs. */
export const DEFAULT_FRAMES = 8;

export function parseOnnxArguments(args: ModelArguments): OnnxArguments {
  const reader = readArguments('onnx', args, ONNX_PARAMETERS);
  return {
    location: locationIn(reader),
    threads: reader.integer('threads', 1) ?? 1,
    intraOpThreads: reader.integer('intra_op_threads', 1) ?? 1,
    maxLength: reader.integer('max_length', 1),
    padsBatches: reader.flag('pad_batches'),
    suffix: suffixOf(reader.text('dtype') ?? ''),
    providers: parseProviders(reader.text('providers') ?? reader.text('device') ?? 'cpu'),
    frames: reader.integer('nframes', 1) ?? DEFAULT_FRAMES,
  };
}

function locationIn(reader: ArgumentReader): string {
  const given = ['pretrained', 'model', 'path'].filter((name) => reader.isGiven(name));
  const [name, ...others] = given;
  const location = name === undefined ? undefined : reader.text(name);
  if (location !== undefined && others.length === 0) return location;
  throw invalid(
    others.length > 0
      ? `${given.join(' and ')} name the same thing; give one of them`
      : 'pretrained=PATH is needed',
  );
}

/** fp32 is the plain file, as transformers.js names it. */
function suffixOf(dtype: string): string {
  if (dtype === 'fp32') return '';
  if (dtype === 'int4') return '_q4';
  if (/^_?[a-z0-9_]{0,20}$/.test(dtype)) {
    return dtype === '' || dtype.startsWith('_') ? dtype : `_${dtype}`;
  }
  throw invalid(`dtype must be a file name suffix such as fp16, got ${JSON.stringify(dtype)}`);
}

function invalid(what: string): EvalError {
  return new EvalError(
    'model-invalid',
    `Cannot use --model_args of the onnx model: ${what}. See \`assay models onnx\`.`,
  );
}
