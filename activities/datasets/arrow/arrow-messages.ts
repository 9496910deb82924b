import { Message } from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { BufferRegion, DictionaryBatch, RecordBatch } from 'apache-arrow/ipc/metadata/message';
import { decompressZstd } from 'hyparquet-compressors';
import type { ByteSource } from '../byte-source.ts';
import { decodeLz4Frame } from './decode-lz4.ts';
import { rootTable } from './flat-table.ts';

/** One encapsulated message: metadata, then a body that is read only when it is needed. */
export interface ArrowMessage {
  readonly kind: 'schema' | 'dictionary' | 'rows';
  /** Of a record batch. */
  readonly rows: number;
  /** Without its note of compression, which Arrow's own reader refuses. */
  readonly metadata: Uint8Array;
  readonly codec: number | undefined;
  readonly bodyStart: number;
  readonly bodyBytes: number;
}

const CONTINUATION = 0xffffffff;
/** `ARROW1` and two bytes of padding: a file is a stream between magic words. */
const FILE_MAGIC = 'ARROW1\0\0';
/** Length of the footer and the magic word. */
const FILE_TAIL_BYTES = 10;
const HEAD_BYTES = 4096;
const MAX_METADATA_BYTES = 64 * 1024 * 1024;
const MAX_BUFFER_BYTES = 1024 ** 3;
const ALIGNMENT = 8;
/** Fields of the flatbuffers Message, DictionaryBatch and RecordBatch, and the two codecs there are. */
const TYPE_FIELD = 1;
const TYPE_DICTIONARY = 2;
const TYPE_ROWS = 3;
const HEADER_FIELD = 2;
const DATA_FIELD = 1;
const COMPRESSION_FIELD = 3;
const CODEC_FIELD = 0;
const CODEC_ZSTD = 1;

/** The messages of a file or stream in order, found by their metadata alone. */
export async function readMessages(source: ByteSource): Promise<readonly ArrowMessage[]> {
  const start = await startOf(source);
  const messages = await scanMessages(source, start);
  // Some writers of files keep the schema at the end only.
  const isFile = start > 0 && messages[0]?.kind !== 'schema';
  return isFile ? [await schemaAtEnd(source), ...messages] : messages;
}

async function scanMessages(source: ByteSource, from: number): Promise<ArrowMessage[]> {
  const messages: ArrowMessage[] = [];
  let position = from;
  while (position < source.size) {
    const head = await source.read(position, Math.min(source.size, position + HEAD_BYTES));
    if (head.byteLength < 4) throw new Error('a message is cut off');
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const isMarked = view.getUint32(0, true) === CONTINUATION;
    if (isMarked && head.byteLength < 8) throw new Error('a message is cut off');
    const prefix = isMarked ? 8 : 4;
    const length = view.getUint32(prefix - 4, true);
    if (length === 0) return messages;
    const start = position + prefix;
    if (length > MAX_METADATA_BYTES || start + length > source.size) {
      throw new Error('a message is cut off');
    }
    const metadata =
      prefix + length <= head.byteLength
        ? head.slice(prefix, prefix + length)
        : (await source.read(start, start + length)).slice();
    const codec = takeCodec(metadata);
    const message = Message.decode(metadata);
    const bodyBytes = message.bodyLength;
    const bodyStart = start + length;
    if (bodyStart + bodyBytes > source.size) throw new Error('the rows of a batch are cut off');
    const kind = kindOf(message);
    const rows = message.isRecordBatch() ? message.header().length : 0;
    messages.push({ kind, rows, metadata, codec, bodyStart, bodyBytes });
    position = bodyStart + bodyBytes;
  }
  // Writers that were killed leave out the end marker; what is whole can be read.
  return messages;
}

/** The message as Arrow's own reader takes it: its body, if compressed, made plain. */
export async function plainMessage(source: ByteSource, message: ArrowMessage): Promise<Uint8Array> {
  const { metadata, codec, bodyStart, bodyBytes } = message;
  const body = await source.read(bodyStart, bodyStart + bodyBytes);
  const decoded = Message.decode(metadata);
  const batch = decoded.isDictionaryBatch()
    ? decoded.header().data
    : decoded.isRecordBatch()
      ? decoded.header()
      : undefined;
  if (batch === undefined || codec === undefined) return encapsulate(metadata, body);

  const regions: BufferRegion[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const region of batch.buffers) {
    const packed = body.subarray(region.offset, region.offset + region.length);
    const plain = packed.byteLength === 0 ? packed : decompress(packed, codec);
    regions.push(new BufferRegion(offset, plain.byteLength));
    parts.push(plain, new Uint8Array(paddingOf(plain.byteLength)));
    offset += plain.byteLength + paddingOf(plain.byteLength);
  }
  const rows = new RecordBatch(batch.length, batch.nodes, regions);
  const header = decoded.isDictionaryBatch()
    ? new DictionaryBatch(rows, decoded.header().id, decoded.header().isDelta)
    : rows;
  return encapsulate(Message.encode(Message.from(header, offset)), Buffer.concat(parts));
}

async function startOf(source: ByteSource): Promise<number> {
  const head = await source.read(0, Math.min(source.size, FILE_MAGIC.length));
  return Buffer.from(head).toString('latin1') === FILE_MAGIC ? FILE_MAGIC.length : 0;
}

async function schemaAtEnd(source: ByteSource): Promise<ArrowMessage> {
  const tail = await source.read(source.size - FILE_TAIL_BYTES, source.size);
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const start = source.size - FILE_TAIL_BYTES - length;
  if (length > MAX_METADATA_BYTES || start < 0) throw new Error('it is cut off');
  const { schema } = Footer.decode(await source.read(start, start + length));
  const metadata = Message.encode(Message.from(schema));
  return { kind: 'schema', rows: 0, metadata, codec: undefined, bodyStart: 0, bodyBytes: 0 };
}

function kindOf(message: Message): ArrowMessage['kind'] {
  if (message.isSchema()) return 'schema';
  if (message.isDictionaryBatch()) return 'dictionary';
  if (message.isRecordBatch()) return 'rows';
  throw new Error('it holds tensors or other messages that are no tables');
}

function takeCodec(metadata: Uint8Array): number | undefined {
  const message = rootTable(metadata);
  const type = message.int8(TYPE_FIELD);
  const header = message.table(HEADER_FIELD);
  // A dictionary's values are a record batch inside it.
  const batch =
    type === TYPE_DICTIONARY ? header?.table(DATA_FIELD) : type === TYPE_ROWS ? header : undefined;
  const compression = batch?.table(COMPRESSION_FIELD);
  if (compression === undefined) return undefined;
  const codec = compression.int8(CODEC_FIELD) ?? 0;
  batch?.clear(COMPRESSION_FIELD);
  return codec;
}

/** Each buffer begins with its plain length; -1 says that it was left as it is. */
function decompress(packed: Uint8Array, codec: number): Uint8Array {
  const size = Number(new DataView(packed.buffer, packed.byteOffset, 8).getBigInt64(0, true));
  const data = packed.subarray(8);
  if (size === -1) return data;
  if (size < 0 || size > MAX_BUFFER_BYTES)
    throw new Error(`a column of ${size} bytes in one batch`);
  const plain =
    codec === CODEC_ZSTD ? decompressZstd(data, new Uint8Array(size)) : decodeLz4Frame(data, size);
  if (plain.byteLength !== size)
    throw new Error('a compressed column has another size than it says');
  return plain;
}

function encapsulate(metadata: Uint8Array, body: Uint8Array): Uint8Array {
  const padding = paddingOf(metadata.byteLength);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(CONTINUATION, 0);
  head.writeUInt32LE(metadata.byteLength + padding, 4);
  return Buffer.concat([head, metadata, new Uint8Array(padding), body]);
}

function paddingOf(bytes: number): number {
  return (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;
}
