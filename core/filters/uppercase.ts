import { mapEachText, type Filter } from './filter.ts';

export const uppercase: Filter = {
  name: 'uppercase',
  prepare: () => mapEachText((text) => text.toUpperCase()),
};
