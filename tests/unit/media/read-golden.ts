import { readFileSync } from 'node:fs';

interface GoldenImage {
  readonly width: number;
  readonly height: number;
  /** Base64 of the pixels, as Pillow computed them. */
  readonly rgb: string;
}

export interface PillowGolden {
  readonly resized: readonly (GoldenImage & {
    readonly filter: string;
    readonly source: readonly [number, number];
  })[];
  readonly decoded: readonly (GoldenImage & { readonly name: string; readonly encoded: string })[];
}

/** Written by pillow-golden.py. */
export function readGolden(): PillowGolden {
  const text = readFileSync(new URL('./pillow-golden.json', import.meta.url), 'utf8');
  return JSON.parse(text) as PillowGolden;
}
