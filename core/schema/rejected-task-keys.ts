import type { JsonValue } from '../json.ts';
import type { SchemaIssue } from './schema-issues.ts';

/** Keys that mean something elsewhere but nothing here: refused with what to write instead. */
const REJECTED: Readonly<Record<string, string>> = {
  class:
    'tasks written as Python classes cannot run here: write the functions in a TypeScript file beside this one and name them with "!function file.name"',
  use_prompt: 'prompts from promptsource are not supported: write the prompt in doc_to_text',
  model_specific_target_kwargs:
    'not supported: put the settings under lmms_eval_specific_kwargs, which doc_to_target also receives',
  auto_strip_thinking: 'not supported: set reasoning_tags, or use the filter strip_thinking',
  doc_to_audio:
    'not a key of its own: doc_to_visual names columns of images, audio and video alike',
};

const REJECTED_WHEN_TRUE: Readonly<Record<string, string>> = {
  full_docs:
    'process_results sees one document at a time: compute figures over all documents in an aggregation',
  should_decontaminate: 'decontamination is not supported: remove the key',
};

export function rejectedTaskKeys(raw: Readonly<Record<string, JsonValue>>): SchemaIssue[] {
  return Object.keys(raw).flatMap((key): SchemaIssue[] => {
    const always = Object.hasOwn(REJECTED, key) ? REJECTED[key] : undefined;
    const whenTrue =
      raw[key] === true && Object.hasOwn(REJECTED_WHEN_TRUE, key)
        ? REJECTED_WHEN_TRUE[key]
        : undefined;
    const reason = always ?? whenTrue;
    return reason === undefined ? [] : [{ path: [key], message: `key "${key}": ${reason}` }];
  });
}
