import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** A benchmark of coloured squares, one PNG file per document; the given ones are cut off in the middle. */
export async function writePictureTask(
  folder: string,
  options: {
    readonly name: string;
    readonly documents: number;
    readonly broken: readonly number[];
  },
): Promise<string> {
  const { name, documents, broken } = options;
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  const lines: string[] = [];
  for (let index = 0; index < documents; index += 1) {
    const picture = await pictureBytes(index);
    const bytes = broken.includes(index) ? picture.subarray(0, picture.length >> 1) : picture;
    writeFileSync(join(directory, `${index}.png`), bytes);
    lines.push(
      JSON.stringify({ picture: `${index}.png`, question: 'Which colour?', answer: 'red' }),
    );
  }
  writeFileSync(join(directory, 'documents.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(directory, `${name}.yaml`),
    taskYaml(name, 'json', 'documents.jsonl', 'picture'),
  );
  return directory;
}

/** A whole picture, to put in the place of a broken one. */
export function pictureBytes(index: number): Promise<Buffer> {
  const background = { r: (index * 60) % 256, g: 128, b: 255 - index };
  return sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
}

export function taskYaml(name: string, format: string, dataFile: string, visual?: string): string {
  return `task: ${name}
dataset_path: ${format}
dataset_kwargs: { data_files: { test: ${dataFile} } }
test_split: test
doc_to_text: "{{ question }}"
doc_to_target: "{{ answer }}"
${visual === undefined ? '' : `doc_to_visual: ${visual}\n`}output_type: generate_until
generation_kwargs: { until: ["\\n"], max_new_tokens: 4, temperature: 0 }
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
`;
}
