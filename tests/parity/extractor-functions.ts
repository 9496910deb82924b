import type { ParityFunctions } from './parity-function.ts';

export const extractorFunctions: ParityFunctions = {};
