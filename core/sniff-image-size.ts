import type { Size } from './extractors/points.ts';

/** The pixels a picture's header tells of (PNG, JPEG, GIF, WebP, BMP); undefined for other bytes. */
export function sniffImageSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = FORMATS.find(({ starts }) => starts.every(({ at, text }) => isAt(bytes, at, text)));
  try {
    return size?.read(view);
  } catch (error) {
    // A header that ends too early.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Format {
  readonly starts: readonly { readonly at: number; readonly text: string }[];
  readonly read: (view: DataView) => Size | undefined;
}

const FORMATS: readonly Format[] = [
  {
    starts: [{ at: 0, text: '\u0089PNG\r\n\u001a\n' }],
    read: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  },
  { starts: [{ at: 0, text: '\u00ff\u00d8\u00ff' }], read: jpegSize },
  {
    starts: [{ at: 0, text: 'GIF8' }],
    read: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  },
  {
    starts: [
      { at: 0, text: 'RIFF' },
      { at: 8, text: 'WEBP' },
    ],
    read: webpSize,
  },
  {
    starts: [{ at: 0, text: 'BM' }],
    read: (view) => ({ width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }),
  },
];

function isAt(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every((char, index) => bytes[at + index] === char.charCodeAt(0));
}

/** From segment to segment up to the frame header, which is C0 to CF but for three that are tables. */
function jpegSize(view: DataView): Size | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(view: DataView): Size | undefined {
  const chunk = String.fromCharCode(
    view.getUint8(12),
    view.getUint8(13),
    view.getUint8(14),
    view.getUint8(15),
  );
  if (chunk === 'VP8X') return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (chunk !== 'VP8 ') return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
