import { mapEachText, type Filter } from './filter.ts';

export const lowercase: Filter = {
  name: 'lowercase',
  prepare: () => mapEachText((text) => text.toLowerCase()),
};
