import { deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { crc32 } from '../../core/crc32.ts';
import { uint16, uint32 } from './make-avi.ts';

const PNG_START = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function pngChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const framed = Buffer.alloc(8 + named.length);
  framed.writeUInt32BE(content.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named) >>> 0, 4 + named.length);
  return framed;
}

/** Grey, one bit per pixel: the cheapest way to many pixels. */
function png(width: number, height: number, rows: Buffer, ...extra: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    PNG_START,
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One strip of deflated zeros under whatever header. */
function tiff(
  width: number,
  height: number,
  options: { loop?: boolean; strip?: Buffer } = {},
): Buffer {
  const strip = options.strip ?? deflateSync(Buffer.alloc(16));
  const at = 8;
  const directory = at + strip.length + (strip.length % 2);
  const entries: readonly (readonly [number, number])[] = [
    [256, width],
    [257, height],
    [258, 1],
    [259, 8],
    [262, 1],
    [273, at],
    [277, 1],
    [278, height],
    [279, strip.length],
  ];
  return Buffer.concat([
    Buffer.from('II*\0', 'latin1'),
    uint32(directory),
    strip,
    Buffer.alloc(strip.length % 2),
    uint16(entries.length),
    ...entries.map(([tag, value]) => Buffer.concat([uint16(tag, 4), uint32(1, value)])),
    uint32(options.loop === true ? directory : 0),
  ]);
}

function gif(width: number, height: number, frames: number): Buffer {
  const header = Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    uint16(width, height),
    Buffer.of(0x80, 0, 0, 0, 0, 0, 255, 255, 255),
  ]);
  const frame = Buffer.concat([
    Buffer.of(0x21, 0xf9, 4, 0, 1, 0, 0, 0),
    Buffer.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0),
    Buffer.of(2, 2, 0x44, 1, 0),
  ]);
  return Buffer.concat([header, ...Array<Buffer>(frames).fill(frame), Buffer.of(0x3b)]);
}

const text = (content: string) => Buffer.from(content, 'latin1');

function svg(inside: string, prologue = ''): Buffer {
  const size = 'width="64" height="64" xmlns:xlink="http://www.w3.org/1999/xlink"';
  return text(`${prologue}<svg xmlns="http://www.w3.org/2000/svg" ${size}>${inside}</svg>`);
}

/** Each entity ten of the one before: 10^9 words from a kilobyte. */
function laughs(): string {
  const entities = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'lol' : `&l${level - 1};`.repeat(10);
    return `<!ENTITY l${level} "${inner}">`;
  });
  return `<?xml version="1.0"?><!DOCTYPE svg [${entities.join('')}]>`;
}

/** Pictures made to be trouble, by the name their dataset gives them; `canary` is an address nobody may ask. */
export async function hostileImages(canary: string): Promise<Readonly<Record<string, Buffer>>> {
  const plain = sharp({ create: { width: 256, height: 256, channels: 3, background: 'teal' } });
  const noise = sharp(Buffer.from(Array.from({ length: 49_152 }, (_, at) => (at * 7919) % 251)), {
    raw: { width: 128, height: 128, channels: 3 },
  });
  const [jpeg, webp, wholeGif] = await Promise.all([
    noise.clone().jpeg().toBuffer(),
    noise.clone().webp({ lossless: true }).toBuffer(),
    plain.clone().gif().toBuffer(),
  ]);
  const wholePng = await noise.clone().png().toBuffer();
  const half = (whole: Buffer) => whole.subarray(0, whole.length >> 1);
  const hugeJpeg = Buffer.from(jpeg);
  const frame = hugeJpeg.indexOf(Buffer.of(0xff, 0xc0));
  hugeJpeg.writeUInt16BE(65_500, frame + 5);
  hugeJpeg.writeUInt16BE(65_500, frame + 7);
  const hugeWebp = Buffer.concat([
    text('RIFF'),
    uint32(22),
    text('WEBPVP8X'),
    uint32(10, 0),
    Buffer.of(255, 255, 255, 255, 255, 255),
  ]);
  const badCrc = Buffer.from(wholePng);
  badCrc[40] = badCrc[40]! ^ 0xff;
  return {
    'empty.png': Buffer.alloc(0),
    'one-byte.png': Buffer.of(0x89),
    'truncated.png': half(wholePng),
    'truncated.jpg': half(jpeg),
    'truncated.webp': half(webp),
    'truncated.gif': half(wholeGif),
    'bad-crc.png': badCrc,
    'no-width.png': png(0, 10, Buffer.alloc(20)),
    'huge-header.png': png(100_000, 100_000, Buffer.alloc(16)),
    'huge-header.jpg': hugeJpeg,
    'huge-header.gif': gif(65_535, 65_535, 1),
    'huge-header.webp': hugeWebp,
    'huge-header.bmp': Buffer.concat([
      text('BM'),
      uint32(70, 0, 54, 40, 100_000, 100_000),
      uint16(1, 24),
      uint32(0, 0, 0, 0, 0, 0),
    ]),
    'huge-header.tif': tiff(2 ** 31 - 1, 2 ** 31 - 1),
    'bomb.png': png(30_000, 30_000, Buffer.alloc(30_000 * 3751)),
    'bomb-below-the-limit.tif': tiff(13_000, 13_000, {
      strip: deflateSync(Buffer.alloc(13_000 * 1625)),
    }),
    'loop.tif': tiff(4, 4, { loop: true }),
    'text-bomb.png': png(
      8,
      8,
      Buffer.alloc(16),
      pngChunk('zTXt', Buffer.concat([text('a\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))])),
    ),
    'profile-bomb.png': png(
      8,
      8,
      Buffer.alloc(16),
      pngChunk('iCCP', Buffer.concat([text('a\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))])),
    ),
    'many-frames.gif': gif(1, 1, 100_000),
    'laughs.svg': svg('<text>&l8;</text>', laughs()),
    'file.svg': svg('<image xlink:href="file:///etc/hostname" width="64" height="64"/>'),
    'address.svg': svg(`<image xlink:href="${canary}" width="64" height="64"/>`),
    'packed.svgz': gzipSync(svg('<rect width="64" height="64"/>')),
    'script.mvg': text(
      `push graphic-context\nimage over 0,0 0,0 '${canary}'\npop graphic-context\n`,
    ),
    'postscript.eps': text(
      '%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/hostname) run\n',
    ),
    'page.png': text('<html><body>Not found</body></html>'),
    'words.jpg': text('this is no picture\n'),
    'zip.png': Buffer.concat([text('PK\x03\x04'), Buffer.alloc(200)]),
    'script-in-gif.gif': Buffer.concat([text('GIF89a/*'), Buffer.alloc(8), text('*/=1;alert(1)')]),
    'padding.jpg': Buffer.concat([Buffer.of(0xff, 0xd8), Buffer.alloc(2_000_000, 0xff)]),
    'no-segments.jpg': Buffer.concat([
      Buffer.of(0xff, 0xd8),
      ...Array<Buffer>(50_000).fill(Buffer.of(0xff, 0xe0, 0, 0)),
    ]),
    'garbage.heic': Buffer.concat([text('\0\0\0\x18ftypheic'), Buffer.alloc(64, 7)]),
    'garbage.avif': Buffer.concat([text('\0\0\0\x18ftypavif'), Buffer.alloc(64, 7)]),
  };
}
