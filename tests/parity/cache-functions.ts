import { createHash } from 'node:crypto';
import { docHash } from '../../activities/datasets/doc-hash.ts';
import { responseCacheKey } from '../../activities/ledger/cache-key.ts';
import type { EvalDocument } from '../../core/document.ts';
import { isCacheableOutput } from '../../core/is-cacheable-output.ts';
import { generationParameters } from '../../core/generation-parameters.ts';
import { canonicalJson, type JsonObject } from '../../core/json.ts';
import type { ParityFunctions } from './parity-function.ts';

const EVERY_KEY =
  'temperature top_p top_k max_new_tokens max_gen_toks do_sample until seed num_beams repetition_penalty n best_of num_return_sequences'.split(
    ' ',
  );

export const cacheFunctions: ParityFunctions = {
  hash_string: ({ string }) => sha256(string as string),
  short_hash: ({ value }) => (value === '' ? '' : sha256(value as string).slice(0, 16)),
  doc_hash: ({ doc }) => docHash(doc as EvalDocument),
  compute_cache_key: ({ gen_kwargs: kwargs, ...question }) =>
    responseCacheKey({
      modelKey: String(question.model_fingerprint_hash ?? ''),
      messages: [{ role: 'user', content: [{ type: 'text', text: canonicalJson(question) }] }],
      parameters: parametersOf(kwargs),
      repeat: 0,
    }),
  canonicalize_gen_kwargs: ({ gen_kwargs: kwargs }) => canonicalJson(parametersOf(kwargs)),
  is_deterministic: ({ request_type: type, gen_kwargs: kwargs }) =>
    type === 'loglikelihood' || parametersOf(kwargs).temperature === 0,
  is_valid_response: ({ response, request_type: type }) =>
    (type !== 'loglikelihood' || Array.isArray(response)) && isCacheableOutput(response),
  cache_relevant_keys: () => {
    const parameters = generationParameters(Object.fromEntries(EVERY_KEY.map((key) => [key, 1])));
    return new Set(Object.keys(parameters));
  },
};

function parametersOf(kwargs: unknown) {
  return generationParameters((kwargs ?? {}) as JsonObject);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
