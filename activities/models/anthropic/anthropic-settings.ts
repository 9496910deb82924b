import { EvalError } from '../../../core/errors.ts';
import type { ArgumentReader } from '../read-arguments.ts';

export interface AnthropicSettings {
  /** Tokens to think before answering; adaptive leaves it to the model; undefined does not ask for thoughts. */
  readonly thinking?: 'adaptive' | number;
  readonly effort?: string;
}

/** The least that the API takes. */
const MIN_BUDGET = 1024;

export function readAnthropicSettings(reader: ArgumentReader): AnthropicSettings {
  const effort = reader.text('reasoning_effort');
  const thinking = thinkingOf(reader.text('thinking')?.trim().toLowerCase());
  return {
    ...(thinking === undefined ? {} : { thinking }),
    ...(effort === undefined ? {} : { effort }),
  };
}

function thinkingOf(given: string | undefined): AnthropicSettings['thinking'] {
  if (given === undefined || ['', 'off', 'none', 'false', '0'].includes(given)) return undefined;
  if (given === 'adaptive') return 'adaptive';
  const budget = Number(given);
  if (Number.isSafeInteger(budget) && budget >= MIN_BUDGET) return budget;
  throw new EvalError(
    'model-invalid',
    `--model_args of anthropic: thinking=${JSON.stringify(given)} is not valid; expected off, adaptive, or a number of tokens of at least ${MIN_BUDGET}.`,
  );
}
