import { EvalError } from '../../core/errors.ts';

type AnswerKind = 'letter' | 'integer' | 'one decimal' | 'two decimals' | 'list';

const STEPS: Readonly<Record<AnswerKind, string>> = {
  letter: 'and provide the correct option letter, e.g., A, B, C, D, at the end',
  integer: 'requiring an integer answer and provide the final value, e.g., 1, 2, 3, at the end',
  'one decimal':
    'requiring a floating-point number with one decimal place and provide the final value, e.g., 1.2, 1.3, 1.4, at the end',
  'two decimals':
    'requiring a floating-point number with two decimal places and provide the final value, e.g., 1.23, 1.34, 1.45, at the end',
  list: 'requiring a Python list as an answer and provide the final list, e.g., [1, 2, 3], [1.2, 1.3, 1.4], at the end',
};

const BARE: Readonly<Record<AnswerKind, string>> = {
  letter: "Answer with the option's letter from the given choices directly.",
  integer: 'Answer the question using a single integer number.',
  'one decimal': 'Answer the question using a single floating-point number with one decimal place.',
  'two decimals':
    'Answer the question using a single floating-point number with two decimal places.',
  list: 'Answer the question using a Python list.',
};

/** How a prompt asks: what stands around the question, and where the hint goes. */
export interface PromptStyle {
  hint(kind: AnswerKind): string;
  readonly isHintFirst?: boolean;
  readonly hasPlainQuestion?: boolean;
  /** What the answer begins with. */
  readonly lead?: string;
}

const withSteps = (kind: AnswerKind): string => `Hint: Please answer the question ${STEPS[kind]}.`;

const STYLES: Readonly<Record<string, PromptStyle>> = {
  solution: { hint: withSteps, lead: 'Solution: ' },
  'step-by-step': { hint: withSteps },
  'format-prompt': { hint: (kind) => BARE[kind], hasPlainQuestion: true },
  'reason-first': {
    hint: (kind) =>
      `First perform reasoning, then finally ${
        kind === 'letter'
          ? 'select the question from the choices'
          : `answer the question ${STEPS[kind]}`
      } in the following format: Answer: xxx.`,
    isHintFirst: true,
  },
  direct: { hint: () => '' },
  code: {
    hint: () => 'Hint: Please generate a python code to solve the problem',
    lead: 'Python code: ',
  },
};

export function promptStyle(name: string): PromptStyle {
  const style = Object.hasOwn(STYLES, name) ? STYLES[name] : undefined;
  if (style !== undefined) return style;
  throw new EvalError(
    'config-invalid',
    `Cannot write a prompt of MathVista: shot_type is ${JSON.stringify(name)}; set it to one of ${Object.keys(STYLES).join(', ')} under lmms_eval_specific_kwargs.`,
  );
}

export function answerKind(
  questionType: string,
  answerType: string,
  precision: number,
): AnswerKind {
  if (questionType === 'multi_choice') return 'letter';
  if (answerType === 'integer') return 'integer';
  if (answerType === 'list') return 'list';
  return precision === 1 ? 'one decimal' : 'two decimals';
}
