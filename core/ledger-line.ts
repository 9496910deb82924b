import { crc32 } from './crc32.ts';

const encoder = new TextEncoder();

/** One record as `<8 hex of CRC-32> <json>\n`: a line cut short or flipped anywhere fails its checksum. */
export function encodeLedgerLine(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

/** The record of one line without its newline, or undefined when the line is torn or damaged. */
export function decodeLedgerLine(line: string): unknown {
  if (line.length < 11 || line[8] !== ' ') return undefined;
  const json = line.slice(9);
  if (checksum(json) !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function checksum(json: string): string {
  return crc32(encoder.encode(json)).toString(16).padStart(8, '0');
}
