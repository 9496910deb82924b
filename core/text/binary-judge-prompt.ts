export interface JudgedAnswer {
  readonly question: string;
  readonly right: string;
  readonly given: string;
}

/** Asks a judge for 1 or 0: does an answer agree with the right one? */
export function binaryJudgePrompt({ question, right, given }: JudgedAnswer): string {
  return [
    'Decide whether the answer given to a question agrees with the right answer. Only the final answer counts, not how it was reached. The letter of an option and its text mean the same; so do different ways to write one value. A missing or additional result, another value or another unit is wrong.',
    `Question:\n${question}`,
    `Right answer:\n${right}`,
    `Answer given:\n${given}`,
    'Reply with 1 if it agrees and with 0 if it does not, and nothing else.',
  ].join('\n\n');
}
