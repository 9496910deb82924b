import { EvalError } from '../../core/errors.ts';
import { checkArgumentNames } from '../../core/models/check-arguments.ts';
import type { ModelArguments, ModelParameter } from './model-adapter.ts';

/** Typed access to --model_args; every refusal names the model, the key, the value and the remedy. */
export interface ArgumentReader {
  isGiven(name: string): boolean;
  text(name: string): string | undefined;
  /** undefined only where the parameter has no default. */
  number(name: string, minimum: number): number | undefined;
  integer(name: string, minimum: number): number | undefined;
  flag(name: string): boolean;
  choice<const Option extends string>(name: string, options: readonly Option[]): Option;
}

/** Unknown keys are refused first. */
export function readArguments(
  modelId: string,
  args: ModelArguments,
  parameters: readonly ModelParameter[],
): ArgumentReader {
  checkArgumentNames(modelId, args, parameters);
  const valueOf = (name: string) => {
    const given = args[name];
    if (given !== undefined && given !== null && given !== '') return given;
    return parameters.find((parameter) => parameter.name === name)?.default;
  };
  const refuse = (name: string, expected: string): never => {
    throw new EvalError(
      'model-invalid',
      `--model_args of ${modelId}: ${name}=${JSON.stringify(valueOf(name))} is not valid; expected ${expected}.`,
    );
  };
  const numberOf = (name: string, minimum: number, kind: string) => {
    const value = valueOf(name);
    if (value === undefined || value === null) return undefined;
    const parsed = typeof value === 'boolean' ? Number.NaN : Number(value);
    const isWhole = kind === 'a number' || Number.isSafeInteger(parsed);
    if (!Number.isFinite(parsed) || parsed < minimum || !isWhole) {
      refuse(name, `${kind} of at least ${minimum}`);
    }
    return parsed;
  };
  return {
    isGiven: (name) => args[name] !== undefined && args[name] !== null && args[name] !== '',
    text: (name) => {
      const value = valueOf(name);
      return value === undefined || value === null ? undefined : String(value);
    },
    number: (name, minimum) => numberOf(name, minimum, 'a number'),
    integer: (name, minimum) => numberOf(name, minimum, 'a whole number'),
    flag: (name) => {
      const value = String(valueOf(name) ?? false)
        .trim()
        .toLowerCase();
      if (['true', '1', 'yes', 'on'].includes(value)) return true;
      if (['false', '0', 'no', 'off', 'none'].includes(value)) return false;
      return refuse(name, 'true or false');
    },
    choice: (name, options) => {
      const value = String(valueOf(name));
      return (
        options.find((option) => option === value) ?? refuse(name, `one of ${options.join(', ')}`)
      );
    },
  };
}
