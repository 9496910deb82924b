import { parameter, type CatalogueEntry, type CatalogueParameter } from './catalogue-entry.ts';

export const MOCK_PARAMETERS: readonly CatalogueParameter[] = [
  parameter('mode', 'echo, constant, first_choice, hash or script.', 'hash'),
  parameter('response', 'The answer of mode=constant.', ''),
  parameter(
    'script',
    'JSONL file of mode=script: {id?, match?, response | error | logprob, continuation?} per line.',
  ),
  parameter('latency_ms', 'Milliseconds before the first token.', 0),
  parameter('tokens_per_second', 'Pace of the tokens after the first; 0 = all at once.', 0),
  parameter('fail_rate', 'Share of calls that fail, decided by request id and attempt.', 0),
  parameter('fail_seed', 'Seed of that decision.', 0),
  parameter('crash_on', 'Kill the process when a prompt contains this text.'),
  parameter('num_concurrent', 'Requests in flight.', 16),
  parameter('name', 'Name shown in tables; part of the identity.', 'mock'),
];

const MOCK: Omit<CatalogueEntry, 'id' | 'placement' | 'summary'> = {
  aliases: [],
  forms: 'chat',
  media: ['image', 'audio', 'video'],
  logprobs: true,
  tools: false,
  batch: false,
  needs: [],
  runs: 'in the worker, without a model',
  parameters: MOCK_PARAMETERS,
};

export const mockEntries: readonly CatalogueEntry[] = [
  {
    ...MOCK,
    id: 'mock',
    placement: 'endpoint',
    summary: 'A deterministic stand-in without a model, for tests and rehearsals.',
  },
  {
    ...MOCK,
    id: 'mock_leased',
    placement: 'leased',
    summary: 'The same, placed on a leased worker like a local model.',
  },
];
