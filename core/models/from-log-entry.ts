import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';

export const FROM_LOG_PARAMETERS: readonly CatalogueParameter[] = [
  parameter('logs', 'A samples JSONL file, or a folder of them (…samples_<task>.jsonl).'),
];

export const fromLogEntry: CatalogueEntry = {
  id: 'from_log',
  aliases: [],
  placement: 'endpoint',
  forms: 'both',
  media: ['image', 'audio', 'video'],
  logprobs: true,
  tools: false,
  batch: false,
  needs: ['samples files of an earlier run'],
  runs: 'in the worker, from files',
  summary: 'Answers recorded in samples files of an earlier run, scored again.',
  parameters: FROM_LOG_PARAMETERS,
};
