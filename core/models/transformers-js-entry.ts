import { parameter, type CatalogueEntry } from './catalogue-entry.ts';

/** File name suffixes of the variants of a graph, by the library's names for them. */
export const TRANSFORMERS_JS_DTYPES: Readonly<Record<string, string>> = {
  fp32: '',
  fp16: '_fp16',
  int8: '_int8',
  uint8: '_uint8',
  q8: '_quantized',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};

export const transformersJsEntry: CatalogueEntry = {
  id: 'transformers_js',
  aliases: ['transformers.js'],
  placement: 'leased',
  summary:
    'Causal and image-text-to-text models that @huggingface/transformers knows, from a folder or the Hub.',
  forms: 'chat',
  media: ['image', 'video', 'document'],
  logprobs: false,
  tools: false,
  needs: [
    'the package @huggingface/transformers, installed where the worker runs (npm install --ignore-scripts @huggingface/transformers)',
  ],
  runs: 'on a leased worker, in threads of its process',
  parameters: [
    parameter('pretrained', 'Folder of the model, or its Hub id.'),
    parameter('model', 'Same as pretrained.'),
    parameter('path', 'Same as pretrained.'),
    parameter('revision', 'Branch, tag or commit of a Hub id; a branch is pinned to its commit.'),
    parameter(
      'dtype',
      `Variant of the graphs: ${Object.keys(TRANSFORMERS_JS_DTYPES).join(', ')}.`,
      'fp32',
    ),
    parameter('device', 'Where to compute, such as cpu, cuda, dml, coreml or webgpu.', 'cpu'),
    parameter('nframes', 'Videos only: number of frames, shown as images.', 8),
    parameter('threads', 'Model copies, each in a thread of its own.', 1),
  ],
};
