import { EvalError } from '../../../core/errors.ts';
import type { ModelArguments, ModelParameter } from '../model-adapter.ts';

export interface OnnxArguments {
  /** Model directory or store URL. */
  readonly location: string;
  readonly threads: number;
  readonly intraOpThreads: number;
  readonly maxLength: number | undefined;
  readonly padsBatches: boolean;
  /** Such as `_fp16`; empty for the plain files. */
  readonly suffix: string;
}

export const ONNX_PARAMETERS: readonly ModelParameter[] = [
  {
    name: 'pretrained',
    summary:
      'Directory of a model in the Hugging Face ONNX layout, or its URL in an artifact store (s3://bucket/prefix, file:///path).',
  },
  { name: 'model', summary: 'Same as pretrained.' },
  { name: 'path', summary: 'Same as pretrained.' },
  { name: 'device', default: 'cpu', summary: 'Where to compute; only cpu.' },
  {
    name: 'dtype',
    default: '',
    summary:
      'Which variant of the graphs to load, by file name suffix: fp16 reads decoder_model_merged_fp16.onnx, quantized …_quantized.onnx.',
  },
  {
    name: 'threads',
    default: 1,
    summary:
      'Model copies, each in a thread of its own; raise it where cores idle, memory grows with it.',
  },
  {
    name: 'intra_op_threads',
    default: 1,
    summary:
      'Cores that one copy uses inside an operator; more copies are faster unless the model is large.',
  },
  {
    name: 'pad_batches',
    default: false,
    summary:
      'Let prompts of different lengths share a batch: faster where lengths vary, but the last digits of probabilities then depend on what was asked at the same time.',
  },
  {
    name: 'max_length',
    summary:
      'Tokens of prompt and answer together; by default what config.json says. Longer prompts fail as context-too-long.',
  },
];

export function parseOnnxArguments(args: ModelArguments): OnnxArguments {
  const known = ONNX_PARAMETERS.map(({ name }) => name);
  for (const name of Object.keys(args)) {
    if (!known.includes(name)) {
      throw invalid(`unknown argument "${name}"; known are ${known.join(', ')}`);
    }
  }
  const device = args['device'] ?? 'cpu';
  if (device !== 'cpu') throw invalid(`device must be cpu, got ${JSON.stringify(device)}`);
  return {
    location: locationIn(args),
    threads: countIn(args, 'threads') ?? 1,
    intraOpThreads: countIn(args, 'intra_op_threads') ?? 1,
    maxLength: countIn(args, 'max_length'),
    padsBatches: flagIn(args, 'pad_batches'),
    suffix: suffixOf(args['dtype'] ?? ''),
  };
}

function locationIn(args: ModelArguments): string {
  const given = ['pretrained', 'model', 'path'].filter((name) => (args[name] ?? null) !== null);
  const location = given.length === 1 ? args[given[0]!] : undefined;
  if (typeof location === 'string' && location !== '') return location;
  throw invalid(
    given.length > 1
      ? `${given.join(' and ')} name the same thing; give one of them`
      : 'pretrained=PATH is needed',
  );
}

function countIn(args: ModelArguments, name: string): number | undefined {
  const value = args[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw invalid(`${name} must be a whole number from 1, got ${JSON.stringify(value)}`);
}

function flagIn(args: ModelArguments, name: string): boolean {
  const value = args[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw invalid(`${name} must be true or false, got ${JSON.stringify(value)}`);
}

function suffixOf(dtype: unknown): string {
  if (typeof dtype === 'string' && /^_?[a-z0-9_]{0,20}$/.test(dtype)) {
    return dtype === '' || dtype.startsWith('_') ? dtype : `_${dtype}`;
  }
  throw invalid(`dtype must be a file name suffix such as fp16, got ${JSON.stringify(dtype)}`);
}

function invalid(what: string): EvalError {
  return new EvalError(
    'spec-invalid',
    `Cannot use --model_args of the onnx model: ${what}. See \`assay models\`.`,
  );
}
