/** Given for what the product does not do; the checker counts it apart from a wrong answer. */
export const UNSUPPORTED: unique symbol = Symbol('unsupported');
