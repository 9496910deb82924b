import { EvalError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { Filter, FilterContext, FilterItem } from './filter.ts';
import { booleanOption, integerOption, stringOption } from './filter-options.ts';
import { compilePythonRegex, type PythonRegex } from './python-regex.ts';
import { trimPython } from './python-text.ts';

/** The answer line of GSM8K: `#### 1,234`. */
export const DEFAULT_PATTERN = '#### (\\-?[0-9\\.\\,]+)';
export const DEFAULT_FALLBACK = '[invalid]';

/**
 * Chooses one match of a pattern. `group_select` is an index into the matches, not into the groups;
 * negative counts from the end. Of a match with several groups the first that is not empty counts.
 * With `keep_unmatched` a response without a match stays as it is.
 */
export const regex: Filter = {
  name: 'regex',
  prepare(options) {
    const pattern = compilePythonRegex(stringOption(options, 'regex_pattern', DEFAULT_PATTERN));
    const select = integerOption(options, 'group_select', 0);
    const fallback = stringOption(options, 'fallback', DEFAULT_FALLBACK);
    const keepsUnmatched = booleanOption(options, 'keep_unmatched');
    return (state, context) => ({
      isScalar: state.isScalar,
      items: state.items.map((item) => {
        const match = selectMatch({ pattern, select, text: textOfValue(item.value), context });
        if (match === undefined && keepsUnmatched) return item;
        return settle(item, match, fallback);
      }),
    });
  },
};

/** A match becomes the new value; undefined becomes the fallback, which marks the item. */
export function settle(item: FilterItem, match: string | undefined, fallback: string): FilterItem {
  return match === undefined
    ? { value: fallback, isFallback: true }
    : { value: match, isFallback: item.isFallback };
}

export interface MatchSelection {
  readonly pattern: PythonRegex;
  readonly select: number;
  readonly text: string;
  readonly context: FilterContext;
}

/** The chosen match, trimmed; undefined where there is none. */
export function selectMatch(selection: MatchSelection): string | undefined {
  const { pattern, select, text, context } = selection;
  const matches = pattern.findAll(text);
  if (matches.length === 0) return undefined;
  const groups = matches.at(select);
  const chosen = groups?.find((group) => group !== '') ?? (groups?.length === 1 ? '' : undefined);
  if (chosen !== undefined) return trimPython(chosen);
  if (context.whenOutOfRange === 'error') {
    throw new EvalError(
      'scorer-failed',
      `Cannot choose match ${select} of ${JSON.stringify(pattern.pattern)}: the response has ${matches.length} matches; use a group_select inside that range.`,
    );
  }
  return undefined;
}

export function textOfValue(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
