import { EvalError } from '../../../core/errors.ts';

export interface RefusalFacts {
  readonly status: number;
  /** The Hub's own word for it, in a header. */
  readonly errorCode: unknown;
  readonly hasToken: boolean;
}

/** One sentence for an answer that asking again will not change. */
export function refusal(what: string, facts: RefusalFacts): EvalError {
  return new EvalError('dataset-not-found', `Cannot read ${what}: ${reason(facts)}`, {
    data: { status: facts.status, reason: String(facts.errorCode) },
  });
}

function reason({ status, errorCode, hasToken }: RefusalFacts): string {
  if (errorCode === 'GatedRepo') {
    return hasToken
      ? 'it is gated and the account of HF_TOKEN has no access. Accept its terms on the Hub with that account.'
      : 'it is gated. Accept its terms on the Hub and set HF_TOKEN to a token of that account.';
  }
  if (errorCode === 'RevisionNotFound') {
    return 'the repository has no such revision. Check dataset_kwargs.revision: a branch, a tag or a commit.';
  }
  if (errorCode === 'EntryNotFound') return 'the repository has no such file.';
  // Without access, the Hub does not tell private and absent repositories apart.
  if (status === 401 || status === 403) {
    return hasToken
      ? `the Hub answered ${status}: it does not exist, or the account of HF_TOKEN may not read it (private or gated). Check the name and the token.`
      : `the Hub answered ${status}: it does not exist, or is private or gated. Check the name; for a private or gated one set HF_TOKEN.`;
  }
  if (status === 404) return 'the Hub has no such dataset. Check dataset_path and HF_ENDPOINT.';
  return `the Hub answered ${status}. Check dataset_path and HF_ENDPOINT.`;
}
