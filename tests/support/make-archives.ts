import { deflateRawSync, gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { crc32 } from '../../core/crc32.ts';

export interface ZipEntry {
  readonly name: string;
  readonly body: Uint8Array;
  /** Of a Unix file, such as 0o120777 for a link. */
  readonly mode?: number;
}

/** A zip archive, byte by byte, so that tests can also write what no tool would. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, body, mode = 0o100644 } of entries) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(body);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(path.length, 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 3]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, common, tail, path]));
    local.push(header);
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

export async function makeTar(
  entries: readonly (Pick<Header, 'name'> & Partial<Header> & { readonly body?: Uint8Array })[],
  options: { readonly gzip?: boolean } = {},
): Promise<Buffer> {
  const archive = pack();
  for (const { body, ...header } of entries) {
    archive.entry(header, body === undefined ? '' : Buffer.from(body));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return options.gzip === true ? gzipSync(bytes) : bytes;
}
