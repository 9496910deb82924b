import type { ParityFunctions } from './parity-function.ts';

export const textFunctions: ParityFunctions = {};
