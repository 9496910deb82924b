import { share, yesNoAggregation } from './yes-no.ts';

/** Share of all questions that were answered yes: a model that always agrees gives 1. */
export const yesNoRatio = yesNoAggregation('yes_no_ratio', ({ saidYes, asked }) =>
  share(saidYes, asked),
);
