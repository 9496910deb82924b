import type { EvalDocument } from '../core/document.ts';
import { EvalError } from '../core/errors.ts';
import type { TaskFunctions } from '../core/function-reference.ts';
import type { JsonValue } from '../core/json.ts';
import type { MetricValue } from '../core/rows.ts';
import type { RenderedDocument, Task, TaskConfig } from '../core/task.ts';
import { buildMessages, checkMessages, type FewshotExample } from './build-messages.ts';
import { documentFields, type DocumentFields } from './document-fields.ts';
import { goldIndices, isAmongChoices } from './gold-indices.ts';
import { resolveModelKwargs, resolveTargetKwargs } from './model-kwargs.ts';
import { pythonText } from './python-text.ts';

export interface CreateTaskOptions {
  /** From `loadFunctions(config)`. */
  readonly functions: TaskFunctions;
  /** The model id as given, for prompts that differ by model. */
  readonly modelFamily?: string | undefined;
  readonly systemInstruction?: string | undefined;
  /** Default: what the task's fewshot_config says. */
  readonly fewshotAsMultiturn?: boolean | undefined;
}

/** A task of pure functions over documents. Templates are compiled here, so their faults show at once. */
export function createTask(config: TaskConfig, options: CreateTaskOptions): Task {
  const kwargs = resolveModelKwargs(config.lmms_eval_specific_kwargs, options.modelFamily);
  const settings = {
    prompt: kwargs,
    target: resolveTargetKwargs(config.model_specific_target_kwargs, options.modelFamily),
  };
  const fields = documentFields(config, options.functions, settings);
  const exampleConfig = configOfExamples(config);
  const exampleFields =
    exampleConfig === config ? fields : documentFields(exampleConfig, options.functions, settings);
  const asMultiturn = options.fewshotAsMultiturn ?? config.fewshot_config?.['multiturn'] === true;

  function messagesOf(
    document: EvalDocument,
    fewshot: readonly EvalDocument[],
  ): RenderedDocument['messages'] {
    const reference = config.doc_to_messages;
    if (reference !== undefined) {
      const messages = fields.call('doc_to_messages', reference, document);
      return checkMessages(messages, config.task, options.systemInstruction);
    }
    return buildMessages({
      systemInstruction: options.systemInstruction,
      description: config.description,
      examples: fewshot.map((example) => exampleOf(example, exampleConfig, exampleFields)),
      targetDelimiter: config.target_delimiter,
      fewshotDelimiter: config.fewshot_delimiter,
      asMultiturn,
      visuals: fields.visuals(document),
      question: fields.text(document),
    });
  }

  return {
    config,
    functions: options.functions,
    render(document, fewshot = []) {
      const messages = messagesOf(document, fewshot);
      const target = fields.target(document);
      if (config.doc_to_choice === undefined) return { messages, target };
      const choices = fields.choices(document);
      if (config.output_type !== 'multiple_choice') {
        return { messages, target: answerText(target, choices), choices };
      }
      // A scorer of its own knows what an answer is; splits without answers have none among the choices.
      const isOptional = config.process_results !== undefined;
      if (isOptional && !isAmongChoices(target, choices)) return { messages, target, choices };
      return { messages, target, choices, goldIndices: goldIndices(target, choices, config.task) };
    },
    ...(config.process_results === undefined
      ? {}
      : { processResults: scorerOf(config, options.functions) }),
  };
}

/** Examples may be written otherwise than the question: with their reasoning, say. */
function configOfExamples(config: TaskConfig): TaskConfig {
  const { doc_to_text: text, doc_to_target: target } = config.fewshot_config ?? {};
  if (text === undefined && target === undefined) return config;
  return {
    ...config,
    ...(text === undefined ? {} : { doc_to_text: text as NonNullable<TaskConfig['doc_to_text']> }),
    ...(target === undefined ? {} : { doc_to_target: target }),
  };
}

function exampleOf(
  document: EvalDocument,
  config: TaskConfig,
  fields: DocumentFields,
): FewshotExample {
  const target = fields.target(document);
  const first = Array.isArray(target) ? ((target as readonly JsonValue[])[0] ?? '') : target;
  const choices = config.doc_to_choice === undefined ? [] : fields.choices(document);
  return { question: fields.text(document), answer: pythonText(answerText(first, choices)) };
}

/** A position among the choices stands for the choice's text where text is compared or shown. */
function answerText(target: JsonValue, choices: readonly string[]): JsonValue {
  return typeof target === 'number' ? (choices[target] ?? target) : target;
}

function scorerOf(
  config: TaskConfig,
  functions: TaskFunctions,
): NonNullable<Task['processResults']> {
  const reference = config.process_results;
  if (reference === undefined) throw new EvalError('internal', 'A task without a scorer.');
  const score = functions.get(reference) as (...args: readonly unknown[]) => unknown;
  return (document, responses, context) => {
    const scores = score(document, responses, context);
    if (typeof scores === 'object' && scores !== null && !Array.isArray(scores)) {
      return scores as Readonly<Record<string, MetricValue>>;
    }
    throw new EvalError(
      'scorer-failed',
      `Cannot score a document of the task ${config.task}: ${reference.$export} must return an object of metric values, received ${JSON.stringify(scores)?.slice(0, 80) ?? 'nothing'}.`,
    );
  };
}
