import type { JsonValue } from '../../core/json.ts';

/**
 * One function of the vectors over code of the product. The input is what the vector holds: each
 * function knows the shape of its own rows.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- every row has a shape of its own
export type ParityFunction = (input: any) => unknown;

export type ParityFunctions = Readonly<Record<string, ParityFunction>>;

/** The entries of a record as the vectors write options: name, value. */
export type Options = Readonly<Record<string, JsonValue>>;
