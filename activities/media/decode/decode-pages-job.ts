import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { EvalError, messageOf } from '../../../core/errors.ts';
import { encodePicture } from '../encode-picture.ts';
import { fitWithin } from '../fit-size.ts';
import type { EncodedMedia, PageWish } from '../media-wishes.ts';
import type { Size } from '../pillow-resize.ts';
import { writePack } from '../store/pack-file.ts';
import type { DecodeFiles } from './decode-job.ts';
import type { DecodeLimits } from './decode-limits.ts';

const POINTS_PER_INCH = 72;
/** WebAssembly can address no more, and the library copies the file into its memory. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** Of one page; four bytes each, in WebAssembly's memory and outside of it. */
const MAX_PAGE_PIXELS = 50_000_000;

/** Pages of a PDF as pictures. The library is built without JavaScript, and forms are not filled in. */
export async function decodePagesJob(files: DecodeFiles, wish: PageWish): Promise<void> {
  const bytes = await readFile(files.source);
  if (bytes.length > MAX_FILE_BYTES) throw unreadable(`it has more than ${MAX_FILE_BYTES} bytes`);
  const library = await PDFiumLibrary.init();
  let document: PDFiumDocument | undefined;
  try {
    document = await library.loadDocument(bytes).catch((cause: unknown) => {
      throw unreadable(`it cannot be opened as PDF (${messageOf(cause)})`);
    });
    const numbers = chosen(document.getPageCount(), wish, files.limits.maxPages);
    const pack = await writePack(files.target);
    try {
      for (const number of numbers) {
        const made = await encodePage(document, number, { limits: files.limits, wish });
        await pack.add({ ...made, facts: { number } });
        if (pack.size <= files.limits.maxOutputBytes) continue;
        throw unreadable(`its pages are more than ${files.limits.maxOutputBytes} bytes`);
      }
      await pack.finish();
    } finally {
      await pack.close();
    }
  } finally {
    document?.destroy();
    library.destroy();
  }
}

function chosen(count: number, { numbers }: PageWish, maxPages: number): readonly number[] {
  if (count < 1) throw unreadable('it has no pages');
  const wanted = numbers ?? Array.from({ length: Math.min(count, maxPages + 1) }, (_, i) => i + 1);
  if (wanted.length > maxPages) {
    throw unreadable(`${numbers?.length ?? count} pages are wanted, the limit is ${maxPages}`);
  }
  const missing = wanted.find(
    (number) => !Number.isInteger(number) || number < 1 || number > count,
  );
  if (missing === undefined) return wanted;
  throw unreadable(`page ${missing} is wanted, it has ${count}`);
}

interface PageBounds {
  readonly limits: DecodeLimits;
  readonly wish: PageWish;
}

async function encodePage(
  document: PDFiumDocument,
  number: number,
  bounds: PageBounds,
): Promise<EncodedMedia> {
  const page = document.getPage(number - 1);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const inPoints = { width: originalWidth, height: originalHeight };
  const size = pageSize(inPoints, number, bounds);
  const { data, width, height } = await page.render({ ...size, render: 'bitmap' });
  const picture = sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
  return encodePicture(picture, bounds.wish);
}

function pageSize({ width, height }: Size, number: number, { limits, wish }: PageBounds): Size {
  const scale = wish.dpi / POINTS_PER_INCH;
  const maxPixels = Math.min(limits.maxPixels, MAX_PAGE_PIXELS);
  const size = { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
  const isSensible = size.width > 0 && size.height > 0 && size.width * size.height <= maxPixels;
  if (isSensible) return fitWithin(size, wish.maxPixels);
  throw unreadable(
    `page ${number} would have ${size.width}x${size.height} pixels at ${wish.dpi} dpi, the limit is ${maxPixels}`,
  );
}

function unreadable(what: string): EvalError {
  return new EvalError('media-unreadable', `${what}.`);
}
