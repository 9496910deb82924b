import { mapEachText, type Filter } from './filter.ts';

/** Removes one leading space, which many models put before an answer. */
export const removeWhitespace: Filter = {
  name: 'remove_whitespace',
  prepare: () => mapEachText((text) => (text.startsWith(' ') ? text.slice(1) : text)),
};
