import type { EvalError } from '../../../core/errors.ts';
import { refusal, type RefusalFacts } from './hub-refusal.ts';

/** What errors say about a server of data files, so that the advice fits the server. */
export interface ServerWords {
  readonly name: string;
  /** Where its address comes from. */
  readonly check: string;
  /** What helps against "too many requests". */
  readonly afterTooMany: string;
  refusal(what: string, facts: RefusalFacts): EvalError;
}

export const THE_HUB: ServerWords = {
  name: 'the Hub',
  check: 'Check HF_ENDPOINT',
  afterTooMany: 'Wait, or set HF_TOKEN: accounts may ask more often',
  refusal,
};
