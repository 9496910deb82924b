import { parameter, type CatalogueParameter } from './catalogue-entry.ts';

/** The adapter itself is activities/models/onnx. */
const ONNX_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'pretrained',
    'Directory of a model in the Hugging Face ONNX layout, or its URL in an artifact store (s3://bucket/prefix, file:///path).',
  ),
  parameter('model', 'Same as pretrained.'),
  parameter('path', 'Same as pretrained.'),
  parameter('device', 'Where to compute; only cpu.', 'cpu'),
  parameter(
    'dtype',
    'Which variant of the graphs to load, by file name suffix: fp16 reads decoder_model_merged_fp16.onnx, quantized …_quantized.onnx.',
    '',
  ),
  parameter(
    'threads',
    'Model copies, each in a thread of its own; raise it where cores idle, memory grows with it.',
    1,
  ),
  parameter(
    'intra_op_threads',
    'Cores that one copy uses inside an operator; more copies are faster unless the model is large.',
    1,
  ),
  parameter(
    'pad_batches',
    'Let prompts of different lengths share a batch: faster where lengths vary, but the last digits of probabilities then depend on what was asked at the same time.',
    false,
  ),
  parameter(
    'max_length',
    'Tokens of prompt and answer together; by default what config.json says. Longer prompts fail as context-too-long.',
  ),
];
