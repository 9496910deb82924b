import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** A picture question per document, as the loop and the product ask it. */
export const SIDE = 512;

/** Grain like a camera's on a slope of colour: PNG halves it, as it does photographs. */
export async function writePictures(folder: string, count: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const pixels = Buffer.alloc(SIDE * SIDE * 3);
    let state = number + 1;
    for (let at = 0; at < pixels.length; at += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      pixels[at] = (((at / 3) % SIDE) >> 2) + (state >>> 29);
    }
    const picture = sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } });
    writeFileSync(join(folder, nameOf(number)), await picture.png().toBuffer());
  }
}

export function nameOf(number: number): string {
  return `${number}.png`;
}

export function questionOf(number: number): string {
  return `Question ${number}: which letter?`;
}

/** A benchmark over those pictures; returns the folder to include. */
export function writePictureTask(folder: string, name: string, count: number): string {
  const rows = Array.from({ length: count }, (_, number) =>
    JSON.stringify({ question: questionOf(number), image: nameOf(number), answer: 'A' }),
  );
  writeFileSync(join(folder, 'documents.jsonl'), `${rows.join('\n')}\n`);
  writeFileSync(
    join(folder, `${name}.yaml`),
    `task: ${name}
dataset_path: json
dataset_kwargs: { data_files: { test: documents.jsonl } }
test_split: test
doc_to_visual: image
doc_to_text: "{{ question }}"
doc_to_target: "{{ answer }}"
output_type: generate_until
generation_kwargs: { until: ["\\n"], max_new_tokens: 8, temperature: 0 }
metric_list:
  - { metric: exact_match, aggregation: mean, higher_is_better: true }
metadata: { version: 1.0 }
`,
  );
  return folder;
}
