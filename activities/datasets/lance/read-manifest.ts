import { createHash } from 'node:crypto';
import type { ByteSource, OpenFile } from '../byte-source.ts';
import { bytesOf, numberOf, numbersOf, protobufFields, textOf } from './protobuf-fields.ts';

/** What one version of a Lance table consists of: which data file of which fragment holds which column. */
export interface LanceManifest {
  readonly sha256: string;
  /** Name of the file below `data`, or undefined when the fragment has no such column. */
  dataFile(fragment: number, column: string): string | undefined;
}

const MAGIC = 'LANC';
/** Position of the manifest, two version numbers, magic. */
const TAIL_BYTES = 16;
const MAX_VERSION = 0xffff_ffff_ffff_ffffn;

/** Versions are named by counting up, or since format 2 by counting down, so that the newest lists first. */
function manifestNames(version: number): readonly string[] {
  const reversed = String(MAX_VERSION - BigInt(version)).padStart(20, '0');
  return [`_versions/${reversed}.manifest`, `_versions/${version}.manifest`];
}

export async function readManifest(
  tableFile: (name: string) => string,
  version: number,
  openFile: OpenFile,
): Promise<LanceManifest> {
  let source: ByteSource | undefined;
  for (const name of manifestNames(version)) {
    source ??= await openFile(tableFile(name)).catch(() => undefined);
  }
  if (source === undefined) throw new Error(`the manifest of version ${version} is not there`);
  const bytes = await source.read(0, source.size);
  await source.close();
  return parseManifest(bytes);
}

function parseManifest(bytes: Uint8Array): LanceManifest {
  const tail = Buffer.from(bytes.subarray(-TAIL_BYTES));
  if (tail.length < TAIL_BYTES || tail.toString('latin1', 12) !== MAGIC) {
    throw new Error('its manifest is cut off');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = Number(tail.readBigUInt64LE(0));
  const length = view.getUint32(start, true);
  const manifest = protobufFields(bytes.subarray(start + 4, start + 4 + length));
  const fields = bytesOf(manifest, 1).map(protobufFields);
  // Only fields at the top: a nested one has a parent.
  const ids = new Map(
    fields
      .filter((field) => (numberOf(field, 4) ?? 0) === -1 || !hasParent(field))
      .map((field) => [textOf(field, 2) ?? '', numberOf(field, 3) ?? 0]),
  );
  const files = new Map<number, { readonly path: string; readonly fields: readonly number[] }[]>();
  for (const fragment of bytesOf(manifest, 2).map(protobufFields)) {
    const own = bytesOf(fragment, 2).map(protobufFields);
    files.set(
      numberOf(fragment, 1) ?? 0,
      own.map((file) => ({ path: textOf(file, 1) ?? '', fields: numbersOf(file, 2) })),
    );
  }
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    dataFile(fragment, column) {
      const id = ids.get(column);
      const file = files
        .get(fragment)
        ?.find(({ fields: held }) => id !== undefined && held.includes(id));
      // The name comes from a file: it stays below the table's own folder.
      return file !== undefined && /^[\w-]+\.lance$/.test(file.path) ? file.path : undefined;
    },
  };
}

function hasParent(field: ReturnType<typeof protobufFields>): boolean {
  const parent = numberOf(field, 4);
  return parent !== undefined && parent >= 0 && parent !== 0xffff_ffff;
}
