/** A pattern of Python's `re` as a tree; every consuming leaf takes exactly one character. */
export type PatternNode =
  | CharacterSet
  | { readonly kind: 'assertion'; readonly test: AssertionTest }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  | Repetition
  | { readonly kind: 'group'; readonly index: number; readonly body: PatternNode }
  | LookAround
  | { readonly kind: 'reference'; readonly index: number; readonly ignoreCase: boolean };

export interface CharacterSet {
  readonly kind: 'set';
  /** One character, as JavaScript writes it in `v` mode. */
  readonly source: string;
  readonly ignoreCase: boolean;
}

export interface Repetition {
  readonly kind: 'repetition';
  readonly body: PatternNode;
  readonly min: number;
  /** Infinity where there is no limit. */
  readonly max: number;
  readonly isLazy: boolean;
}

export interface LookAround {
  readonly kind: 'look';
  readonly isNegated: boolean;
  readonly body: PatternNode;
  /** Characters that a look-behind spans; undefined for a look-ahead. */
  readonly width?: number;
}

export type AssertionTest =
  | 'text-start'
  | 'text-end'
  | 'line-start'
  | 'line-end'
  | 'last-line-end'
  | 'boundary'
  | 'inside';

export interface ParsedPattern {
  readonly root: PatternNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}
