/** Where an axis that appears twice is read. */
const SHARED_X =
  'including the case when x-axis is shared across multiple subplots. When the x-axis is present on both the top and bottom of the plot, answer';
const SHARED_Y =
  'including the case when y-axis is shared across multiple subplots. When the y-axis is present on both the left and right of the plot,';
const NO_UNITS =
  'Ignore units or scales that are written separately from the tick, such as units and scales from the axis label or the corner of the plot.';
const NO_GRID = 'Ignore grid lines, tick marks, and any vertical or horizontal auxiliary lines.';
const NO_LINES =
  'If the plot does not contain any lines or is not considered a line plot, answer "Not Applicable".';
const NO_LEGEND =
  'If the plot does not have a legend or no legend is not considered relevant to this plot, answer "Not Applicable".';
const NO_COLORBAR =
  'If the plot does not have an explicit colorbar-based continuous legend or the legend is not considered relevant to this subplot, answer "Not Applicable".';
const NO_PERCENT = 'You should remove the percentage sign (if any) in your answer.';
const LEGEND_LABELS =
  'Your final answer should account for only labels relevant to the plot in the legend, even if the legend is located outside the plot.';

const X_TICK = `Your final answer should be the tick value on the x-axis that is explicitly written, ${SHARED_X} based on the axis at the bottom. ${NO_UNITS}`;
const Y_TICK = `Your final answer should be the tick value on the y-axis that is explicitly written, ${SHARED_Y} based on the axis at the left. ${NO_UNITS}`;

function noTicks(axis: string): string {
  return `If the plot does not have an explicit ${axis} tick value, or if the tick values are not numerical, or if the difference is not constant between all consecutive tick values, answer "Not Applicable".`;
}

function tickStep(axis: string, shared: string): string {
  return `Your final answer should be the difference between consecutive numerical tick values of the ${axis}, ${shared} ${NO_UNITS}`;
}

/** Question and instructions of each descriptive question, by its number in the dataset. */
const DESCRIPTIVE: readonly (readonly [question: string, ...instructions: string[]])[] = [
  [
    'what is its title?',
    'Your final answer should be the most relevant title of the plot that is explicitly written.',
    "If the plot does not have an explicit title or contains only a letter, answer 'Not Applicable'.",
  ],
  [
    'what is the label of the x-axis?',
    `Your final answer should be the label of the x-axis that is explicitly written, ${SHARED_X} the label of the x-axis at the bottom.`,
    "If the plot does not have an explicit x-axis label, answer 'Not Applicable'.",
  ],
  [
    'what is the label of the y-axis?',
    `Your final answer should be the label of the y-axis that is explicitly written, ${SHARED_Y} answer the label of the y-axis at the left.`,
    "If the plot does not have an explicit y-axis label, answer 'Not Applicable'.",
  ],
  ['what is the leftmost labeled tick on the x-axis?', X_TICK],
  ['what is the rightmost labeled tick on the x-axis?', X_TICK],
  ['what is the spatially lowest labeled tick on the y-axis?', Y_TICK],
  ['what is the spatially highest labeled tick on the y-axis?', Y_TICK],
  [
    'what is difference between consecutive numerical tick values on the x-axis?',
    tickStep('x-axis', `${SHARED_X} based on the axis at the bottom.`),
    noTicks('x-axis'),
  ],
  [
    'what is difference between consecutive numerical tick values on the y-axis?',
    tickStep('y-axis', `${SHARED_Y} answer based on the axis at the left.`),
    noTicks('y-axis'),
  ],
  [
    'how many lines are there?',
    `Your final answer should be the number of lines in the plot. ${NO_GRID}`,
    NO_LINES,
  ],
  [
    'do any lines intersect?',
    `Your final answer should be "Yes" if any lines intersect, and "No" otherwise. ${NO_GRID}`,
    NO_LINES,
  ],
  ['how many discrete labels are there in the legend?', `${LEGEND_LABELS} `, NO_LEGEND],
  [
    'what are the names of the labels in the legend?',
    `You should write down the labels from top to bottom, then from left to right and separate the labels with commas. ${LEGEND_LABELS}`,
    NO_LEGEND,
  ],
  [
    'what is the difference between the maximum and minimum values of the tick labels on the continuous legend (i.e., colorbar)?',
    NO_PERCENT,
    NO_COLORBAR,
  ],
  [
    'what is the maximum value of the tick labels on the continuous legend (i.e., colorbar)?',
    `${NO_PERCENT} `,
    NO_COLORBAR,
  ],
  [
    'what is the general trend of data from left to right?',
    'Your final answer should be within a few words, such as "increases", "increases then stabilizes".',
  ],
  [
    'What is the total number of explicitly labeled ticks across all axes?',
    'Your final answer should be the total number of explicitly labeled ticks across all axes, including the case when any axis is shared across multiple subplots.',
  ],
  [
    'What is the layout of the subplots?',
    'Your final answer should follow "n by m" format, where n is the number of rows and m is the number of columns.',
    'If the plot does not contain subplots, answer "1 by 1".',
  ],
  [
    'What is the number of subplots?',
    'Your final answer should be the total number of subplots in the plot.',
    'If the plot does not contain subplots, answer "1".',
  ],
];
/** Questions on all subplots together do not name one. */
const FIRST_ON_LAYOUT = 18;
/** The first ones end in a line of blanks. */
const WITH_LAST_LINE = 2;

const REASONING: readonly (readonly string[])[] = [
  [
    'Your final answer must be grounded to some text that is explicitly written and relevant to the question in the chart.',
    'If you need to answer multiple terms, separate them with commas.',
    'Unless specified in the question (such as answering with a letter), you are required to answer the full names of subplots and/or labels by default.',
  ],
  [
    'If there are options in the question, your final answer must conform to one of the options.',
    'If there are additional instructions in the question, follow them accordingly.',
    'If there are neither options nor additional instructions, you are allowed to respond with a short phrase only.',
  ],
  [
    "Your final answer must be grounded to a number that is exlicitly written and relevant to the question in the chart, even if it's an approximate value.",
    'You are allowed to extract numbers within some text when needed.',
  ],
];

/** Undefined for a number that no question has. */
export function descriptiveQuestion(number: number, place: string): string | undefined {
  const entry = DESCRIPTIVE[number - 1];
  if (entry === undefined) return undefined;
  const [question, ...instructions] = entry;
  const asked = number < FIRST_ON_LAYOUT ? `${place}${question}` : question;
  return withInstructions(asked, instructions) + (number <= WITH_LAST_LINE ? '\n    ' : '');
}

/** A question with the instructions of its kind; numbers beyond the chart get the decimals they want. */
export function reasoningQuestion(question: string, kind: number, answer: string): string {
  const decimals = answer.split('.')[1]?.length;
  const number =
    decimals === undefined
      ? 'Your final answer must be an exact integer.'
      : `Your final answer must be a number with ${decimals} decimal places.`;
  return `${withInstructions(question, REASONING[kind - 1] ?? [number])}\n    `;
}

function withInstructions(question: string, instructions: readonly string[]): string {
  return [question, ...instructions.map((text) => `    * ${text}`)].join('\n');
}
