import { createHash } from 'node:crypto';
import type { Media, MediaKind } from '../../core/media.ts';
import { sniffImageSize } from '../../core/sniff-image-size.ts';

export interface MediaType {
  readonly kind: MediaKind;
  readonly mediaType: string;
}

/** Enough for every signature below. */
export const SNIFF_BYTES = 64;

/** Bytes of a dataset cell as a medium. What cannot be recognised passes through as its column's kind. */
export function mediaFromBytes(bytes: Uint8Array, fallbackKind: MediaKind = 'image'): Media {
  // A cell is a view on its whole decoded page: kept as it is, one image would keep its neighbours.
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  const type = sniffMediaType(own) ?? unknownType(fallbackKind);
  return {
    ...type,
    ...(type.kind === 'image' ? sniffImageSize(own) : undefined),
    sha256: createHash('sha256').update(own).digest('hex'),
    sizeBytes: own.byteLength,
    read: () => Promise.resolve(own),
  };
}

export function unknownType(kind: MediaKind): MediaType {
  return { kind, mediaType: 'application/octet-stream' };
}

/** The type by its signature; undefined for bytes that are no medium we know. */
export function sniffMediaType(bytes: Uint8Array): MediaType | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SNIFF_BYTES));
  const text = head.toString('latin1');
  const simple = SIGNATURES.find(({ start }) => text.startsWith(start));
  if (simple !== undefined) return { kind: simple.kind, mediaType: simple.mediaType };
  if (text.startsWith('RIFF')) return riffType(text.slice(8, 12));
  if (text.slice(4, 8) === 'ftyp') return boxType(text.slice(8, 12));
  if (text.startsWith('\x1a\x45\xdf\xa3')) {
    return { kind: 'video', mediaType: text.includes('webm') ? 'video/webm' : 'video/x-matroska' };
  }
  if (text.startsWith('OggS')) return { kind: 'audio', mediaType: 'audio/ogg' };
  // Two letters begin many texts: a bitmap also has four zero bytes where they are reserved.
  if (text.startsWith('BM') && text.slice(6, 10) === '\0\0\0\0') {
    return { kind: 'image', mediaType: 'image/bmp' };
  }
  return isMpegAudio(head) ? { kind: 'audio', mediaType: 'audio/mpeg' } : undefined;
}

const SIGNATURES: readonly (MediaType & { readonly start: string })[] = [
  { start: '\x89PNG\r\n\x1a\n', kind: 'image', mediaType: 'image/png' },
  { start: '\xff\xd8\xff', kind: 'image', mediaType: 'image/jpeg' },
  { start: 'GIF87a', kind: 'image', mediaType: 'image/gif' },
  { start: 'GIF89a', kind: 'image', mediaType: 'image/gif' },
  { start: 'II*\0', kind: 'image', mediaType: 'image/tiff' },
  { start: 'MM\0*', kind: 'image', mediaType: 'image/tiff' },
  { start: '%PDF-', kind: 'document', mediaType: 'application/pdf' },
  { start: 'fLaC', kind: 'audio', mediaType: 'audio/flac' },
  { start: 'ID3', kind: 'audio', mediaType: 'audio/mpeg' },
];

function riffType(form: string): MediaType | undefined {
  if (form === 'WEBP') return { kind: 'image', mediaType: 'image/webp' };
  if (form === 'WAVE') return { kind: 'audio', mediaType: 'audio/wav' };
  return form === 'AVI ' ? { kind: 'video', mediaType: 'video/x-msvideo' } : undefined;
}

/** ISO base media: the brand tells pictures and sound from films. */
function boxType(brand: string): MediaType {
  if (brand === 'avif') return { kind: 'image', mediaType: 'image/avif' };
  if (/^(?:heic|heix|mif1|msf1)$/.test(brand)) return { kind: 'image', mediaType: 'image/heic' };
  if (/^M4[AB] $/.test(brand)) return { kind: 'audio', mediaType: 'audio/mp4' };
  return brand === 'qt  '
    ? { kind: 'video', mediaType: 'video/quicktime' }
    : { kind: 'video', mediaType: 'video/mp4' };
}

/** Frame sync, layer III, and neither a forbidden bit rate nor a forbidden sampling rate. */
function isMpegAudio(head: Buffer): boolean {
  const [sync, version, rates] = head;
  if (sync !== 0xff || version === undefined || rates === undefined) return false;
  const isLayerThree = (version & 0xe6) === 0xe2 && (version & 0x18) !== 0x08;
  return isLayerThree && rates >> 4 !== 0 && rates >> 4 !== 15 && ((rates >> 2) & 3) !== 3;
}
