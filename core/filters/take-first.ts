import type { Filter } from './filter.ts';

/** The first of the K responses; the empty text where there is none. */
export const takeFirst: Filter = {
  name: 'take_first',
  prepare: () => (state) => ({
    isScalar: true,
    items: [state.items[0] ?? { value: '', isFallback: false }],
  }),
};
