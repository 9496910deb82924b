import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { EvalError, isEvalError, messageOf } from '../../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { isDiskFault, type EntryWriter } from './entry-writer.ts';

const CHUNK_BYTES = 1024 * 1024;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** Reads the directory at the archive's end and then each entry by range: nothing is copied first. */
export async function unpackZip(source: ByteSource, writer: EntryWriter): Promise<void> {
  try {
    const zip = await openZip(source);
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/') || !isRegular(entry)) continue;
        if (entry.isEncrypted()) throw new Error(`${entry.fileName} needs a password`);
        const body = checked(await bodyOf(zip, entry), entry);
        await writer.write(source.location, entry.fileName, Readable.from(body));
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    if (isEvalError(error)) throw error;
    if (isDiskFault(error)) throw error;
    throw new EvalError(
      'dataset-invalid',
      `Cannot unpack ${source.location}: it is not a whole zip archive (${messageOf(error)}). Download it again.`,
      { cause: error },
    );
  }
}

/** Links and devices are never made; only archives written on Unix have them. */
function isRegular(entry: yauzl.Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  return type === 0 || type === REGULAR;
}

function openZip(source: ByteSource): Promise<yauzl.ZipFile> {
  const reader = createReader(source);
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    yauzl.fromRandomAccessReader(reader, source.size, options, (error, zip) => {
      if (error) reject(error);
      else resolve(zip);
    });
  });
}

function bodyOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, body) => {
      if (error) reject(error);
      else resolve(body);
    });
  });
}

/** yauzl leaves the checksum to its callers. */
async function* checked(body: Readable, entry: yauzl.Entry): AsyncIterable<Uint8Array> {
  let sum = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) throw new Error(`${entry.fileName} does not have its checksum`);
}

/** yauzl asks for an object of this class; reads of every kind go through one method of it. */
function createReader(source: ByteSource): yauzl.RandomAccessReader {
  class SourceReader extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(chunks(source, start, end), { objectMode: false });
    }
  }
  return new SourceReader();
}

async function* chunks(source: ByteSource, start: number, end: number): AsyncIterable<Uint8Array> {
  for (let at = start; at < end; at += CHUNK_BYTES) {
    yield await source.read(at, Math.min(end, at + CHUNK_BYTES));
  }
}
