import { Environment, Interpreter } from '@huggingface/jinja';
import type { EvalDocument } from '../core/document.ts';
import { EvalError, messageOf } from '../core/errors.ts';
import { compilePythonRegex } from '../core/filters/python-regex.ts';
import { expandReplacement } from '../core/filters/expand-replacement.ts';
import { isMedia } from '../core/media.ts';
import { formatPercent, type FormatValue } from '../core/text/python-format.ts';
import { splitWords } from '../core/text/words.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { pythonText } from './python-text.ts';
import {
  FILTER_FUNCTION_PREFIX,
  METHOD_FUNCTION_PREFIX,
  MODULO_FUNCTION,
  OUTPUT_FUNCTION,
  parseStrictTemplate,
  type StrictTemplate,
} from './strict-template.ts';
import { TEMPLATE_METHODS } from './template-methods.ts';

export interface CompiledTemplate {
  render(document: EvalDocument): string;
}

export interface CompileTemplateOptions {
  /** The key of the task file, for errors. */
  readonly key: string;
  readonly task: string;
  /** Values besides the columns, such as the prompt settings of the model. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A longer range is a mistake in a template, not a prompt. */
const MAX_RANGE = 100_000;
type RuntimeValue = ReturnType<Environment['lookupVariable']>;
/** The engine does not export its function type; this one lets a call see undefined and None apart. */
const FunctionValue = new Environment().lookupVariable('namespace').constructor as new (
  call: (args: RuntimeValue[]) => RuntimeValue,
) => RuntimeValue;
const FILTERS: Readonly<Record<string, (args: RuntimeValue[]) => unknown>> = {
  string: ([value]) => textOf(value),
  format: ([format, ...values]) => formatPercent(textOf(format), values.map(formatValue)),
  sum: ([list]) => numbersOf(list).reduce((total, value) => total + value, 0),
  min: ([list]) => Math.min(...numbersOf(list)),
  max: ([list]) => Math.max(...numbersOf(list)),
  wordcount: ([text]) => splitWords(textOf(text)).length,
  regex_replace: (args) => {
    const [text = '', pattern = '', replacement = ''] = args.map(textOf);
    return regexReplace(text, pattern, replacement);
  },
};
const GLOBALS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  none: null,
  True: true,
  False: false,
  None: null,
  range,
};
/** Bound by the engine itself. */
const ENGINE_GLOBALS = ['namespace'];

/**
 * Compiles a Jinja2 template once for all documents. Strict: a column that a document lacks is an
 * error that names it. There is no clock, no randomness and no way to the file system in it.
 */
export function compileTemplate(text: string, options: CompileTemplateOptions): CompiledTemplate {
  const template = parseTemplate(text, options);
  const variables = options.variables ?? {};
  return {
    render(document) {
      for (const name of template.requiredNames) {
        if (!Object.hasOwn(document, name) && !Object.hasOwn(variables, name)) {
          throw missingColumn(name, document, options);
        }
      }
      const environment = environmentOf(template, { ...variables, ...document });
      try {
        const result = new Interpreter(environment).run(template.program);
        return String(result.value);
      } catch (error) {
        throw new EvalError(
          'dataset-invalid',
          `Cannot render ${options.key} of the task ${options.task} for a document: ${messageOf(error)}.`,
          { cause: error },
        );
      }
    },
  };
}

export function missingColumn(
  name: string,
  document: EvalDocument,
  where: { readonly key: string; readonly task: string },
): EvalError {
  const columns = Object.keys(document);
  return new EvalError(
    'dataset-invalid',
    `Cannot render ${where.key} of the task ${where.task}: the document has no column "${name}".${didYouMean(name, columns)} It has ${columns.join(', ') || 'no columns'}.`,
  );
}

function parseTemplate(text: string, options: CompileTemplateOptions): StrictTemplate {
  try {
    return parseStrictTemplate(text, {
      filters: Object.keys(FILTERS),
      methods: Object.keys(TEMPLATE_METHODS),
      globals: [...Object.keys(GLOBALS), ...ENGINE_GLOBALS],
    });
  } catch (error) {
    throw new EvalError(
      'task-invalid',
      `Cannot read the template in ${options.key} of the task ${options.task}: ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

function environmentOf(
  template: StrictTemplate,
  values: Readonly<Record<string, unknown>>,
): Environment {
  const environment = new Environment();
  for (const [name, value] of Object.entries(GLOBALS)) environment.set(name, value);
  for (const [name, filter] of Object.entries(FILTERS)) {
    const call = (args: RuntimeValue[]): RuntimeValue => toRuntime(filter([...positional(args)]));
    environment.setVariable(`${FILTER_FUNCTION_PREFIX}${name}`, new FunctionValue(call));
  }
  for (const [name, method] of Object.entries(TEMPLATE_METHODS)) {
    const call = (args: RuntimeValue[]): RuntimeValue => {
      const [self, ...rest] = positional(args).map(plain);
      return toRuntime(method(self, rest));
    };
    environment.setVariable(`${METHOD_FUNCTION_PREFIX}${name}`, new FunctionValue(call));
  }
  environment.setVariable(
    MODULO_FUNCTION,
    new FunctionValue(([left, right]) => toRuntime(modulo(left, right))),
  );
  environment.setVariable(OUTPUT_FUNCTION, new FunctionValue(output));
  for (const name of template.usedNames) {
    if (Object.hasOwn(values, name)) environment.set(name, withoutMedia(values[name]));
  }
  return environment;
}

function output([value, source]: RuntimeValue[]): RuntimeValue {
  if (value === undefined || value.type === 'UndefinedValue') {
    throw new Error(`${String(source?.value)} is undefined`);
  }
  return toRuntime(textOf(value));
}

function toRuntime(value: unknown): RuntimeValue {
  return new Environment().set('value', value);
}

/** The engine hands keyword arguments over as one more value at the end. */
function positional(args: readonly RuntimeValue[]): readonly RuntimeValue[] {
  return args.at(-1)?.type === 'KeywordArgumentsValue' ? args.slice(0, -1) : args;
}

function formatValue(value: RuntimeValue): FormatValue {
  return { value: plain(value), text: textOf(value) };
}

function numbersOf(list: RuntimeValue): number[] {
  const values = plain(list);
  if (Array.isArray(values) && values.every((value) => typeof value === 'number')) return values;
  throw new Error(`${textOf(list)} is no list of numbers`);
}

/** Python's `%`: a format before its values, or the rest of a division with the divisor's sign. */
function modulo(left: RuntimeValue, right: RuntimeValue): unknown {
  if (left.type === 'StringValue') {
    const inside: unknown = right.value;
    const format = String(left.value);
    if (!(inside instanceof Map)) {
      const values = Array.isArray(inside) ? inside : [right];
      return formatPercent(format, values.map(formatValue));
    }
    const named = [...(inside as Map<string, RuntimeValue>)];
    return formatPercent(
      format,
      [],
      new Map(named.map(([key, value]) => [key, formatValue(value)])),
    );
  }
  const [dividend, divisor] = [Number(left.value), Number(right.value)];
  if (divisor === 0 || Number.isNaN(dividend) || Number.isNaN(divisor)) {
    throw new Error(`${textOf(left)} % ${textOf(right)} has no value`);
  }
  return dividend - divisor * Math.floor(dividend / divisor);
}

/** Media are handed to the model beside the text; a template can only ask whether they are there. */
function withoutMedia(value: unknown): unknown {
  if (isMedia(value)) return `<${value.kind}>`;
  if (Array.isArray(value)) return value.map(withoutMedia);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMedia(item)]));
}

function textOf(value: RuntimeValue): string {
  const isWholeFloat = value.type === 'FloatValue' && Number.isSafeInteger(value.value);
  return isWholeFloat ? `${String(value.value)}.0` : pythonText(plain(value));
}

function plain(value: RuntimeValue): unknown {
  const inside: unknown = value.value;
  if (Array.isArray(inside)) return inside.map((item: RuntimeValue) => plain(item));
  if (!(inside instanceof Map)) return inside;
  const entries = [...(inside as Map<string, RuntimeValue>)];
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

/** re.sub with Python's pattern and replacement syntax. */
function regexReplace(text: string, pattern: string, replacement: string): string {
  const regex = compilePythonRegex(pattern);
  let [result, end] = ['', 0];
  for (const match of regex.matches(text)) {
    result +=
      text.slice(end, match.index) + expandReplacement(replacement, match, regex.groupNames);
    end = match.index + match.text.length;
  }
  return result + text.slice(end);
}

function range(first: number, second?: number, third?: number): number[] {
  const [start, stop, step] = second === undefined ? [0, first, 1] : [first, second, third ?? 1];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(length) || length > MAX_RANGE) throw new Error(`range() of ${length} items`);
  return Array.from({ length }, (_, index) => start + index * step);
}
