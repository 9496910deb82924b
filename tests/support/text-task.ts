import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a generated text benchmark (JSONL and YAML) and returns the folder to include. */
export function writeTextTask(
  folder: string,
  options: {
    readonly name: string;
    readonly documents: number;
    /** Extra text of chosen documents, by index. */
    readonly mark?: (index: number) => string | undefined;
    readonly yaml?: string;
  },
): string {
  const directory = join(folder, options.name);
  mkdirSync(directory, { recursive: true });
  const lines = Array.from({ length: options.documents }, (_, index) => {
    const mark = options.mark?.(index);
    const question = `Question ${index}: which letter?${mark === undefined ? '' : ` ${mark}`}`;
    return JSON.stringify({ question, answer: 'ABCDE'[index % 5], topic: `topic ${index % 3}` });
  });
  writeFileSync(join(directory, 'documents.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(directory, `${options.name}.yaml`),
    `task: ${options.name}
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
doc_to_text: "{{ question }}"
doc_to_target: "{{ answer }}"
output_type: generate_until
generation_kwargs: { until: ["\\n"], max_new_tokens: 8, temperature: 0 }
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
metadata: { version: 1.0, category_key: topic }
${options.yaml ?? ''}`,
  );
  return directory;
}
