import type { EvalDocument } from '../document.ts';
import type { JsonValue } from '../json.ts';
import type { FilterStep } from '../task.ts';

/** One response on its way through a pipeline. */
export interface FilterItem {
  readonly value: JsonValue;
  /** Whether the value is what a filter puts where it found nothing. Once true it stays true. */
  readonly isFallback: boolean;
}

export interface FilterState {
  readonly items: readonly FilterItem[];
  /** Whether one value was chosen (take_first), so that the output is that value and not a list. */
  readonly isScalar: boolean;
}

export interface FilterContext {
  readonly document?: EvalDocument;
  /**
   * What a regex filter does when its pattern matches, but not as often as `group_select` asks:
   * `fallback` (default) as if nothing had matched, `error` as the reference harness does.
   */
  readonly whenOutOfRange?: 'fallback' | 'error';
}

export type FilterFunction = (state: FilterState, context: FilterContext) => FilterState;

export interface Filter {
  readonly name: string;
  /** Reads the options once (and refuses bad ones), then runs on any number of documents. */
  prepare(options: FilterStep): FilterFunction;
}

/** A filter that changes each response by itself. */
export function mapEachItem(
  change: (value: JsonValue, context: FilterContext) => JsonValue,
): FilterFunction {
  return (state, context) => ({
    isScalar: state.isScalar,
    items: state.items.map((item) => ({
      value: change(item.value, context),
      isFallback: item.isFallback,
    })),
  });
}

/** The same for texts only: numbers and nulls, which a map filter may leave, pass through. */
export function mapEachText(change: (text: string) => string): FilterFunction {
  return mapEachItem((value) => (typeof value === 'string' ? change(value) : value));
}
