import { EvalError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/nearest-name.ts';
import type { OpenFile } from '../byte-source.ts';
import { decodeUtf8 } from '../read-block.ts';

/** The Arrow files of one split of a folder that `save_to_disk` of the Python library wrote. */
export async function savedDatasetFiles(
  folder: string,
  split: string,
  context: { readonly task: string; readonly openFile: OpenFile },
): Promise<readonly string[]> {
  const { task, openFile } = context;
  const refuse = (why: string) =>
    new EvalError('dataset-not-found', `Cannot open the dataset of the task ${task}: ${why}`);
  const splits = (await readJson(beside(folder, 'dataset_dict.json'), openFile))?.['splits'];
  let from = folder;
  if (Array.isArray(splits)) {
    const names = splits.filter((name): name is string => typeof name === 'string');
    if (!names.includes(split) || !isPlainName(split)) {
      throw refuse(
        `${folder} has no split "${split}"; there are ${names.join(', ') || 'none'}.${didYouMean(split, names)}`,
      );
    }
    from = beside(folder, split);
  }
  const state = await readJson(beside(from, 'state.json'), openFile);
  if (state === undefined) {
    throw refuse(
      `${from} has no state.json, so it was not written by save_to_disk. Name data files in dataset_kwargs.data_files instead of load_from_disk.`,
    );
  }
  const own = state['_split'];
  if (!Array.isArray(splits) && typeof own === 'string' && own !== split) {
    throw refuse(`${folder} holds the split "${own}", not "${split}".`);
  }
  const files = Array.isArray(state['_data_files']) ? (state['_data_files'] as unknown[]) : [];
  const names = files.map((file) => (file as { filename?: unknown } | null)?.filename);
  const isWhole = names.length > 0 && names.every((name) => isPlainName(name));
  if (isWhole) return names.map((name) => beside(from, String(name)));
  throw refuse(`the state.json of ${from} names no Arrow files. Save the dataset again.`);
}

/** The file says which others are read: only those beside it. */
function isPlainName(name: unknown): boolean {
  return typeof name === 'string' && /^\w[\w.-]*$/.test(name);
}

/** An s3:// folder keeps its connection options at the end. */
function beside(folder: string, name: string): string {
  const mark = folder.startsWith('s3://') ? folder.indexOf('?') : -1;
  const [path, query] = mark < 0 ? [folder, ''] : [folder.slice(0, mark), folder.slice(mark)];
  return `${path.replace(/\/$/, '')}/${name}${query}`;
}

async function readJson(
  location: string,
  openFile: OpenFile,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const source = await openFile(location).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'dataset-not-found') return undefined;
    throw error;
  });
  if (source === undefined) return undefined;
  try {
    const text = decodeUtf8(source, await source.read(0, source.size), 'somewhere');
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (cause) {
    throw new EvalError('dataset-invalid', `Cannot read ${location}: it is not JSON.`, { cause });
  } finally {
    await source.close();
  }
}
