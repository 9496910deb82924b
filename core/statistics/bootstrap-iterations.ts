/** What --bootstrap_iters asks for by default, as in lmms-eval. */
export const DEFAULT_BOOTSTRAP_ITERATIONS = 100_000;
