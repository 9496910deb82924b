/** The parts of a page that are compared, in reading order. */
export interface PageElements {
  readonly text: readonly string[];
  readonly formula: readonly string[];
  readonly table: readonly string[];
}
