import { EvalError } from '../../core/errors.ts';
import type { ModelFile, ModelFiles } from './model-files.ts';

const LENGTH_BYTES = 8;
/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Refuses weights that were cut short or are something else, such as the pointer file of an unfinished download,
 * before an engine spends minutes on them: the header says where the last tensor ends.
 */
export async function verifySafetensors(files: ModelFiles): Promise<void> {
  for (const file of await files.list()) {
    if (file.name.endsWith('.safetensors')) await verifyFile(files, file);
  }
}

async function verifyFile(files: ModelFiles, { name, bytes }: ModelFile): Promise<void> {
  const refuse = (reason: string): never => {
    throw new EvalError(
      'model-load-failed',
      `Cannot load the weights ${name} of ${files.location}: ${reason}. Fetch the file again.`,
    );
  };
  if (bytes < LENGTH_BYTES) return refuse(`it has only ${bytes} bytes`);
  const head = Buffer.from(await files.range(name, 0, LENGTH_BYTES));
  const length = Number(head.readBigUInt64LE());
  if (length > MAX_HEADER_BYTES || LENGTH_BYTES + length > bytes) {
    return refuse('it is no safetensors file, or it was cut short');
  }
  const text = Buffer.from(await files.range(name, LENGTH_BYTES, LENGTH_BYTES + length));
  const end = lastByte(text.toString('utf8')) ?? refuse('its header cannot be read');
  const expected = LENGTH_BYTES + length + end;
  if (expected !== bytes) refuse(`it has ${bytes} bytes, but its header describes ${expected}`);
}

function lastByte(header: string): number | undefined {
  try {
    const tensors = JSON.parse(header) as Record<string, { readonly data_offsets?: number[] }>;
    let end = 0;
    for (const [name, tensor] of Object.entries(tensors)) {
      if (name !== '__metadata__') end = Math.max(end, tensor.data_offsets?.[1] ?? Number.NaN);
    }
    return Number.isFinite(end) ? end : undefined;
  } catch {
    return undefined;
  }
}
