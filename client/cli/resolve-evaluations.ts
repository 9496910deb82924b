import type { CommandOption } from '../../core/command-option.ts';
import { EvalError } from '../../core/errors.ts';
import { evaluationOptions, validConfigKeys } from '../../core/evaluation-options.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { parseAssignments, parseScalar } from './assignments.ts';
import type { ConfigEntry, ConfigValue } from './config-file.ts';
import { convertOption } from './convert-option.ts';
import { expandEnvironment, expandText } from './expand-environment.ts';
import { defaultValues, refuseIfUnavailable, typedValues } from './option-values.ts';
import type { OptionValues } from './option-values.ts';
import type { ParsedArguments } from './parse-arguments.ts';
import { secretsByName } from './secret-names.ts';

/** Everything one evaluation was asked to do: defaults < configuration file < command line. */
export interface ResolvedEvaluation {
  readonly values: OptionValues;
  /** Keys that a file or the command line named, whatever their value. */
  readonly given: ReadonlySet<string>;
  /** Variables that hold while this evaluation is started, and only then. */
  readonly variables: Readonly<Record<string, string>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function resolveEvaluations(
  parsed: ParsedArguments,
  entries: readonly ConfigEntry[],
  environment: Environment,
): ResolvedEvaluation[] {
  const typed = typedValues(evaluationOptions, parsed);
  const list = entries.length > 0 ? entries : [{ where: '', values: [] }];
  return list.map((entry) => resolveOne(entry, typed, environment));
}

function resolveOne(
  entry: ConfigEntry,
  typed: OptionValues,
  outer: Environment,
): ResolvedEvaluation {
  refuseUnknownKeys(entry);
  const variables = readVariables(entry, outer);
  const environment = { ...outer, ...variables };
  const fromFile: Record<string, JsonValue> = {};
  for (const item of entry.values) {
    // A key without a value says nothing, as a commented-out line would.
    if (item.key === 'env' || item.value === null) continue;
    fromFile[item.key] = readConfigValue(item, environment);
  }
  const values = { ...defaultValues(evaluationOptions), ...fromFile, ...typed };
  return {
    values: { ...values, model_args: secretsByName((values['model_args'] ?? {}) as JsonObject) },
    given: new Set([...Object.keys(fromFile), ...Object.keys(typed)]),
    variables,
  };
}

function readConfigValue(item: ConfigValue, environment: Environment): JsonValue {
  const option = optionOf(item.key);
  const where = `${item.where}: ${item.key}`;
  const context = { environment, where: item.where, maySecrets: false };
  if (option.kind !== 'assignments') {
    return convertOption(option, expandEnvironment(item.value, context), where);
  }
  // Secrets become names before anything is expanded, so their values are never read.
  const args = secretsByName(parseAssignments(item.value, where));
  const expand = (value: JsonValue): JsonValue => {
    if (typeof value !== 'string') return expandEnvironment(value, context);
    const expanded = expandText(value, context);
    return expanded === value ? value : parseScalar(expanded);
  };
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, expand(value)]));
}

function optionOf(key: string): CommandOption {
  const option = evaluationOptions.find((candidate) => candidate.key === key);
  if (option === undefined) throw new EvalError('internal', `No option is named ${key}.`);
  return option;
}

function refuseUnknownKeys(entry: ConfigEntry): void {
  const valid = validConfigKeys();
  for (const item of entry.values) {
    const option = evaluationOptions.find((candidate) => candidate.key === item.key);
    if (option !== undefined) refuseIfUnavailable(option, `${item.where}: ${item.key}`);
  }
  const unknown = entry.values.filter((item) => !valid.includes(item.key));
  const first = unknown[0];
  if (first === undefined) return;
  const names = unknown.map((item) => item.key).sort();
  throw new EvalError(
    'config-invalid',
    `${first.where}: Unknown keys in config file: ${listText(names)}. Valid keys are: ${listText(valid)}.${didYouMean(first.key, valid)}`,
  );
}

function readVariables(entry: ConfigEntry, outer: Environment): Record<string, string> {
  const item = entry.values.find((candidate) => candidate.key === 'env');
  if (item === undefined || item.value === null) return {};
  if (typeof item.value !== 'object' || Array.isArray(item.value)) {
    throw new EvalError('config-invalid', `${item.where}: env takes a mapping of names to values.`);
  }
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(item.value)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || (typeof value === 'object' && value !== null)) {
      throw new EvalError(
        'config-invalid',
        `${item.where}: env takes names of letters, digits and underscores with plain values, but has "${name.slice(0, 60)}".`,
      );
    }
    const context = {
      environment: { ...outer, ...variables },
      where: item.where,
      maySecrets: true,
    };
    variables[name] = expandText(value === null ? '' : String(value), context);
  }
  return variables;
}

function listText(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}
