import { EvalError } from '../errors.ts';
import type { Filter } from './filter.ts';
import { integerOption } from './filter-options.ts';

/** The first `k` responses: fewer than that is a task that asks for more samples than were drawn. */
export const takeFirstK: Filter = {
  name: 'take_first_k',
  prepare(options) {
    const count = integerOption(options, 'k', 1);
    return (state) => {
      if (state.items.length < count) {
        throw new EvalError(
          'config-invalid',
          `Cannot take the first ${count} responses of a document: there are ${state.items.length}. Set repeats to ${count} or more, or lower k.`,
        );
      }
      return { isScalar: state.isScalar, items: state.items.slice(0, count) };
    };
  },
};
