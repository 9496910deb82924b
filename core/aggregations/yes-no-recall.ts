import { recall, yesNoAggregation } from './yes-no.ts';

/** Of the questions with the answer yes that were answered with yes or no, the share answered yes. */
export const yesNoRecall = yesNoAggregation('yes_no_recall', recall);
