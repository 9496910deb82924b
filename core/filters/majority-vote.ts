import { EvalError } from '../errors.ts';
import { canonicalJson } from '../json.ts';
import type { Filter, FilterItem } from './filter.ts';

/** The most frequent response as a list of one; among equals, the one seen first. */
export const majorityVote: Filter = {
  name: 'majority_vote',
  prepare: () => (state) => {
    const votes = new Map<string, { readonly item: FilterItem; count: number }>();
    for (const item of state.items) {
      const key = canonicalJson(item.value);
      const vote = votes.get(key) ?? { item, count: 0 };
      vote.count += 1;
      votes.set(key, vote);
    }
    let winner: { readonly item: FilterItem; count: number } | undefined;
    for (const vote of votes.values()) {
      if (winner === undefined || vote.count > winner.count) winner = vote;
    }
    if (winner === undefined) {
      throw new EvalError(
        'scorer-failed',
        'Cannot take a majority vote: there are no responses; put filters that drop responses after it.',
      );
    }
    return { isScalar: state.isScalar, items: [winner.item] };
  },
};
