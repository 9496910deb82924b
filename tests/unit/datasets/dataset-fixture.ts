import type { EvalDocument } from '../../../core/document.ts';
import type { TaskConfig } from '../../../core/task.ts';
import type { ByteSource, OpenFile } from '../../../activities/datasets/byte-source.ts';
import type { Dataset } from '../../../activities/datasets/dataset.ts';
import { openFileByteSource } from '../../../activities/datasets/file-byte-source.ts';

/** A task over files of a folder, with whatever a test is about. */
export function configOf(folder: string, more: Partial<TaskConfig> = {}): TaskConfig {
  return {
    task: 't',
    dataset_path: 'jsonl',
    test_split: 'test',
    output_type: 'generate_until',
    doc_to_text: 'question',
    description: '',
    target_delimiter: ' ',
    fewshot_delimiter: '\n\n',
    num_fewshot: 0,
    metric_list: [],
    filter_list: [],
    generation_kwargs: {},
    repeats: 1,
    score_key: 'score',
    $directory: folder,
    ...more,
  };
}

export async function collect(
  dataset: Dataset,
  start = 0,
  end = dataset.count,
): Promise<EvalDocument[]> {
  const rows: EvalDocument[] = [];
  for await (const row of dataset.rows(start, end)) rows.push(row);
  return rows;
}

/** Opens local files and counts what is read from them. */
export function countingOpener(): {
  openFile: OpenFile;
  bytesRead: () => number;
  reset: () => void;
} {
  let bytes = 0;
  return {
    async openFile(location) {
      const source = await openFileByteSource(location);
      const counting: ByteSource = {
        ...source,
        read(start, end) {
          bytes += end - start;
          return source.read(start, end);
        },
      };
      return counting;
    },
    bytesRead: () => bytes,
    reset() {
      bytes = 0;
    },
  };
}

/** The smallest valid PNG header a sniffer needs, made different by its last bytes. */
export function pngBytes(index: number, size = 32): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(size - 4, index);
  return bytes;
}
