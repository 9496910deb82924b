import type { ParityFunctions } from './parity-function.ts';

/**
 * Functions of the peer that the product has no counterpart of; docs/deviations.md says why. Null is
 * what it gives for them.
 */
const MISSING = [
  'unwrap_generation_output',
  'is_rate_limit_error',
  'redact_config_secrets',
  'judge.build_binary_prompt.sha256',
  'sanitize_long_string',
  'general_detokenize',
  'create_iterator',
  'get_rolling_token_windows',
  'divide',
  'chunks',
  'Reorderer',
  'get_file_task_name',
  'get_file_datetime',
];

export const missingFunctions: ParityFunctions = Object.fromEntries(
  MISSING.map((name) => [name, () => null]),
);
