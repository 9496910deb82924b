import type { EvalDocument } from '../core/document.ts';
import { EvalError, messageOf } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isMedia, type Media } from '../core/media.ts';
import { mediaAt } from '../core/named-media.ts';
import {
  isFunctionReference,
  type FunctionReference,
  type TaskFunctions,
} from '../core/function-reference.ts';
import type { TaskConfig } from '../core/task.ts';
import { parsePythonLiteral } from '../core/text/python-literal.ts';
import { pythonText } from './python-text.ts';
import { compileTemplate, missingColumn } from './render-template.ts';

const BY_FUNCTION = 'its function';

/** Reads what a task file says about a document: a column, a template, a constant or a function. */
export interface DocumentFields {
  text(document: EvalDocument): string;
  target(document: EvalDocument): JsonValue;
  choices(document: EvalDocument): readonly string[];
  visuals(document: EvalDocument): readonly Media[];
  /** Calls a function of the task with the document and the model's prompt settings. */
  call(key: string, reference: FunctionReference, document: EvalDocument): unknown;
}

/** What a model's own prompt settings are; see resolveModelKwargs. */
export interface ModelSettings {
  readonly prompt: JsonObject;
  /** Of doc_to_target, where they are not those of the prompt. */
  readonly target?: JsonValue | undefined;
}

export function documentFields(
  config: TaskConfig,
  functions: TaskFunctions,
  settings: ModelSettings,
): DocumentFields {
  const { task } = config;
  const { prompt: kwargs, target: targetKwargs = kwargs } = settings;
  const where = (key: string): { key: string; task: string } => ({ key, task });

  function call(key: string, reference: FunctionReference, document: EvalDocument): unknown {
    const found = functions.get(reference) as (...args: readonly unknown[]) => unknown;
    try {
      return found(document, key === 'doc_to_target' ? targetKwargs : kwargs);
    } catch (error) {
      throw new EvalError(
        'task-invalid',
        `Cannot render ${key} of the task ${task} for a document: its function ${reference.$export} failed: ${messageOf(error)}.`,
        { cause: error },
      );
    }
  }

  /** A text of the YAML: the column of that name, else a template. */
  function columnOrTemplate(key: string, source: string): (document: EvalDocument) => unknown {
    const compiled = compileTemplate(source, {
      ...where(key),
      variables: { lmms_eval_specific_kwargs: kwargs },
    });
    const looksLikeColumn = /^[A-Za-z_]\w*$/.test(source);
    return (document) => {
      if (Object.hasOwn(document, source)) return document[source];
      if (looksLikeColumn) throw missingColumn(source, document, where(key));
      return compiled.render(document);
    };
  }

  function field(key: string, value: unknown): (document: EvalDocument) => unknown {
    if (isFunctionReference(value)) return (document) => call(key, value, document);
    return typeof value === 'string' ? columnOrTemplate(key, value) : () => value;
  }

  const readText = field('doc_to_text', config.doc_to_text ?? '');
  const readTarget = field('doc_to_target', config.doc_to_target ?? '');
  const readChoices = field('doc_to_choice', config.doc_to_choice);
  const visuals = config.doc_to_visual;
  return {
    text(document) {
      const value = readText(document);
      const position = isRendered(config.doc_to_text, document) ? digits(value) : value;
      // Tasks whose prompt is one of the choices (and whose answers are contexts) say which.
      if (config.doc_to_choice !== undefined && typeof position === 'number') {
        const choice = asChoices(readChoices(document), task)[position];
        if (choice !== undefined) return choice;
      }
      return asText(value, 'doc_to_text', task);
    },
    target: (document) =>
      asTarget(readTarget(document), {
        isRendered: isRendered(config.doc_to_target, document),
        hasChoices: config.doc_to_choice !== undefined,
        task,
      }),
    choices: (document) => asChoices(readChoices(document), task),
    visuals(document) {
      if (visuals === undefined) return [];
      if (isFunctionReference(visuals)) {
        return asMedia(call('doc_to_visual', visuals, document), BY_FUNCTION, task);
      }
      return (typeof visuals === 'string' ? [visuals] : visuals).flatMap((column) => {
        if (!Object.hasOwn(document, column)) {
          throw missingColumn(column, document, where('doc_to_visual'));
        }
        return asMedia(document[column], `the column "${column}"`, task);
      });
    },
    call,
  };
}

/** Only what a template printed is taken apart again: a column says what it is. */
function isRendered(source: unknown, document: EvalDocument): boolean {
  return typeof source === 'string' && !Object.hasOwn(document, source);
}

function digits(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;
}

function asText(value: unknown, key: string, task: string): string {
  if (isMedia(value)) {
    throw new EvalError(
      'dataset-invalid',
      `Cannot render ${key} of the task ${task}: the column holds ${value.kind} data, not text. Name it in doc_to_visual instead.`,
    );
  }
  return pythonText(value);
}

function asTarget(
  value: unknown,
  options: { isRendered: boolean; hasChoices: boolean; task: string },
): JsonValue {
  if (typeof value !== 'string') {
    if (isMedia(value)) return asText(value, 'doc_to_target', options.task);
    return (value ?? null) as JsonValue;
  }
  if (!options.isRendered) return value;
  if (options.hasChoices && /^\d+$/.test(value)) return Number(value);
  const isList = value.startsWith('[') && value.endsWith(']');
  return isList ? (parsePythonLiteral(value) ?? value) : value;
}

function asChoices(value: unknown, task: string): readonly string[] {
  const parsed = typeof value === 'string' ? parsePythonLiteral(value) : value;
  const isMapping = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  const list: unknown = isMapping ? Object.values(parsed) : parsed;
  if (Array.isArray(list) && list.length > 0) {
    return list.map((choice) => asText(choice, 'doc_to_choice', task));
  }
  throw new EvalError(
    'dataset-invalid',
    `Cannot render doc_to_choice of the task ${task}: expected a list of choices, received ${pythonText(value).slice(0, 80) || 'nothing'}. Give a column that holds a list, a list in the YAML, or a template that prints one.`,
  );
}

function isFileName(value: string, source: string): boolean {
  return value !== '' && (source === BY_FUNCTION || /\.[a-z0-9]{2,5}$/i.test(value));
}

function asMedia(value: unknown, source: string, task: string): readonly Media[] {
  if (value === null || value === undefined) return [];
  if (isMedia(value)) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => asMedia(item, source, task));
  // A function names clips by file; a column's own files were opened with its row.
  if (typeof value === 'string' && isFileName(value, source)) return [mediaAt(value)];
  throw new EvalError(
    'dataset-invalid',
    `Cannot render doc_to_visual of the task ${task}: ${source} gives ${typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 60))}` : typeof value}, not an image, a sound or a video.`,
  );
}
