import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Extract } from 'tar-stream';
import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import { chunksOf, type ByteSource } from '../byte-source.ts';
import { isDiskFault, type EntryWriter } from './entry-writer.ts';

const BLOCK_BYTES = 512;
const MAGIC_AT = 257;
/**
 * One tar archive, plain or compressed with gzip, from its parts in order. A part that begins like an
 * archive is one of its own: numbered archives and the numbered pieces of one are named alike.
 */
export async function unpackTar(parts: readonly ByteSource[], writer: EntryWriter): Promise<void> {
  let pieces: ByteSource[] = [];
  for (const part of parts) {
    if (pieces.length > 0 && (await beginsArchive(part))) {
      await unpackOne(pieces, writer);
      pieces = [];
    }
    pieces.push(part);
  }
  if (pieces.length > 0) await unpackOne(pieces, writer);
}

async function unpackOne(pieces: readonly ByteSource[], writer: EntryWriter): Promise<void> {
  const location = pieces[0]?.location ?? '';
  try {
    const head = await headOf(pieces[0]);
    const entries = extract();
    const bytes = Readable.from(joined(pieces), { objectMode: false });
    const flow = isGzip(head) ? pipeline(bytes, createGunzip(), entries) : pipeline(bytes, entries);
    const taken = takeEntries(entries, location, writer);
    // Whichever fails first ends the other; both are awaited so that neither fails unheard.
    const [one, two] = await Promise.allSettled([taken, flow]);
    if (one.status === 'rejected') throw one.reason;
    if (two.status === 'rejected') throw two.reason;
  } catch (error) {
    if (isEvalError(error) || isDiskFault(error)) throw error;
    throw new EvalError(
      'dataset-invalid',
      `Cannot unpack ${location}${pieces.length > 1 ? ` and its ${pieces.length - 1} further parts` : ''}: it is not a whole tar archive (${messageOf(error)}). Download it again.`,
      { cause: error },
    );
  }
}

async function takeEntries(entries: Extract, location: string, writer: EntryWriter): Promise<void> {
  for await (const entry of entries) {
    const { type, name } = entry.header;
    // Links and devices are never made.
    const isFile = type === 'file' || type === 'contiguous-file';
    // tar-stream's own streams do not tell a pipeline that they were destroyed.
    if (isFile) await writer.write(location, name, Readable.from(entry));
    else entry.resume();
  }
}

async function* joined(pieces: readonly ByteSource[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield* chunksOf(piece);
}

async function beginsArchive(source: ByteSource): Promise<boolean> {
  const head = await headOf(source);
  return isGzip(head) || head.toString('latin1', MAGIC_AT, MAGIC_AT + 5) === 'ustar';
}

async function headOf(source: ByteSource | undefined): Promise<Buffer> {
  if (source === undefined) return Buffer.alloc(0);
  return Buffer.from(await source.read(0, Math.min(source.size, BLOCK_BYTES)));
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}
