import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';

/**
 * Several encoded media in one file: their bytes one after another, then a JSON list of what they are, its
 * length and a mark. One file is one rename, so that a reader sees all of it or nothing.
 */
export interface PackedItem {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Such as the moment of a frame. */
  readonly facts: Readonly<Record<string, number>>;
}

export interface PackWriter {
  readonly size: number;
  add(item: PackedItem): Promise<void>;
  /** Makes the file whole; without it nobody will read the file. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

interface Footer {
  readonly sha256: string;
  readonly items: readonly {
    readonly mediaType: string;
    readonly length: number;
    readonly facts: Readonly<Record<string, number>>;
  }[];
}

const MARK = Buffer.from('ASSAYPK1', 'latin1');
const TAIL_BYTES = MARK.length + 4;

export async function writePack(path: string): Promise<PackWriter> {
  const file = await open(path, 'wx');
  const hash = createHash('sha256');
  const items: Footer['items'][number][] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    async add({ bytes, mediaType, facts }) {
      hash.update(bytes);
      await file.writeFile(bytes);
      items.push({ mediaType, length: bytes.byteLength, facts });
      size += bytes.byteLength;
    },
    async finish() {
      const footer: Footer = { sha256: hash.digest('hex'), items };
      const text = Buffer.from(JSON.stringify(footer), 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      await file.writeFile(Buffer.concat([text, length, MARK]));
    },
    close: () => file.close(),
  };
}

/** undefined: no such file, or one that is not whole. */
export async function readPack(path: string): Promise<readonly PackedItem[] | undefined> {
  const whole = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (whole === undefined || whole.length < TAIL_BYTES) return undefined;
  if (!whole.subarray(-MARK.length).equals(MARK)) return undefined;
  const footerLength = whole.readUInt32LE(whole.length - TAIL_BYTES);
  const start = whole.length - TAIL_BYTES - footerLength;
  if (start < 0) return undefined;
  const footer = parseFooter(whole.toString('utf8', start, start + footerLength));
  if (footer === undefined) return undefined;
  const payload = whole.subarray(0, start);
  if (createHash('sha256').update(payload).digest('hex') !== footer.sha256) return undefined;
  let at = 0;
  return footer.items.map(({ mediaType, length, facts }) => {
    at += length;
    return { mediaType, facts, bytes: payload.subarray(at - length, at) };
  });
}

function parseFooter(text: string): Footer | undefined {
  try {
    return JSON.parse(text) as Footer;
  } catch {
    return undefined;
  }
}
