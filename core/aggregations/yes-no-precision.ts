import { precision, yesNoAggregation } from './yes-no.ts';

/** Of the answers yes, the share that is right. */
export const yesNoPrecision = yesNoAggregation('yes_no_precision', precision);
