import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Golden {
  /** What PyAV decodes, one frame after another. */
  readonly videos: Readonly<Record<string, readonly GoldenFrame[]>>;
  readonly sounds: readonly GoldenSound[];
  /** What numpy's linspace gives. */
  readonly rows: readonly {
    readonly total: number;
    readonly frames: number;
    readonly count: number;
    readonly digest: string;
  }[];
}

interface GoldenFrame {
  readonly time: number | null;
  readonly size: readonly [number, number];
  readonly digest: string;
}

interface GoldenSound {
  readonly file: string;
  readonly rate: number;
  readonly channels: number;
  readonly numbers: number;
  readonly digest: string;
}

export function readVideoGolden(): Golden {
  const path = fileURLToPath(new URL('./video-golden.json', import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Golden;
}

export function clip(name: string): string {
  return fileURLToPath(new URL(`./clips/${name}`, import.meta.url));
}

export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
