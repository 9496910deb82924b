import { EvalError } from '../errors.ts';
import { didYouMean } from '../nearest-name.ts';
import type { Filter } from './filter.ts';
import { lowercase } from './lowercase.ts';
import { majorityVote } from './majority-vote.ts';
import { map } from './map.ts';
import { multiChoiceRegex } from './multi-choice-regex.ts';
import { regex } from './regex.ts';
import { removeWhitespace } from './remove-whitespace.ts';
import { simpleMultiChoiceRegex } from './simple-multi-choice-regex.ts';
import { stripThinking } from './strip-thinking.ts';
import { takeFirst } from './take-first.ts';
import { takeFirstK } from './take-first-k.ts';
import { uppercase } from './uppercase.ts';

/** Every filter a `filter_list` may name: a new one is a file and a line here. */
const FILTERS: ReadonlyMap<string, Filter> = new Map(
  [
    lowercase,
    majorityVote,
    map,
    multiChoiceRegex,
    regex,
    removeWhitespace,
    simpleMultiChoiceRegex,
    stripThinking,
    takeFirst,
    takeFirstK,
    uppercase,
  ].map((filter) => [filter.name, filter]),
);

function filterNames(): readonly string[] {
  return [...FILTERS.keys()].sort();
}

export function getFilter(name: string): Filter {
  const filter = FILTERS.get(name);
  if (filter !== undefined) return filter;
  throw new EvalError(
    'config-invalid',
    `Cannot find a filter named ${JSON.stringify(name)}.${didYouMean(name, filterNames())} There are: ${filterNames().join(', ')}.`,
  );
}
