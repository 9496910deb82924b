import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';

/** The adapter itself is activities/models/onnx. */
export const ONNX_PARAMETERS: readonly CatalogueParameter[] = [
  parameter(
    'pretrained',
    'Directory of a model in the Hugging Face ONNX layout, or its URL in an artifact store (s3://bucket/prefix, file:///path).',
  ),
  parameter('model', 'Same as pretrained.'),
  parameter('path', 'Same as pretrained.'),
  parameter(
    'device',
    'Where to compute: cpu, cuda, cuda:1, tensorrt, dml, coreml or webgpu, as far as ONNX Runtime has it there.',
    'cpu',
  ),
  parameter(
    'providers',
    'The same, several in the order of preference, such as cuda+cpu; wins over device.',
  ),
  parameter(
    'dtype',
    'Which variant of the graphs to load, by file name suffix: fp16 reads decoder_model_merged_fp16.onnx, int8 …_int8.onnx, quantized …_quantized.onnx.',
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
  parameter('nframes', 'Videos only: number of frames, shown as images.', 8),
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

export const ONNX_ENTRY: CatalogueEntry = {
  id: 'onnx',
  aliases: ['onnx_vlm'],
  placement: 'leased',
  summary:
    'Text and vision-language models in the Hugging Face ONNX layout, run with ONNX Runtime.',
  forms: 'chat',
  media: ['image', 'video', 'document'],
  logprobs: true,
  needs: ['an exported model'],
  runs: 'on a leased worker, in threads of its process',
  parameters: ONNX_PARAMETERS,
};
