import { chunk, makeAvi, uint16, uint32 } from './make-avi.ts';

const text = (content: string) => Buffer.from(content, 'latin1');

/** An element of Matroska: its number, an eight-byte length, its content. */
function element(id: number, ...content: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(inside.length) | (1n << 56n));
  const digits = id.toString(16);
  return Buffer.concat([Buffer.from(digits, 'hex'), length, inside]);
}

function number(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

function float(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
}

function matroska(options: {
  readonly tracks?: number;
  readonly seconds?: number;
  readonly side?: number;
}): Buffer {
  const { tracks = 1, seconds = 1, side = 16 } = options;
  const frame = Buffer.alloc(side > 64 ? 64 : side * side * 3, 99);
  return Buffer.concat([
    element(0x1a45dfa3, element(0x4282, text('matroska')), number(0x4287, 4), number(0x4285, 2)),
    element(
      0x18538067,
      element(0x1549a966, number(0x2ad7b1, 1_000_000), float(0x4489, seconds * 1000)),
      element(
        0x1654ae6b,
        ...Array.from({ length: tracks }, (_, index) =>
          element(
            0xae,
            number(0xd7, index + 1),
            number(0x73c5, index + 1),
            number(0x83, 1),
            element(0x86, text('V_UNCOMPRESSED')),
            element(
              0xe0,
              number(0xb0, side),
              number(0xba, side),
              element(0x2eb524, text('RGB\x18')),
            ),
          ),
        ),
      ),
      element(
        0x1f43b675,
        number(0xe7, 0),
        element(0xa3, Buffer.of(0x81, 0, 0, 0x80), frame),
        element(0xa3, Buffer.of(0x81, 0x7f, 0xff, 0x80), frame),
      ),
    ),
  ]);
}

function box(name: string, ...content: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + inside.length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, inside]);
}

const big32 = (...values: readonly number[]) => {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => buffer.writeUInt32BE(value >>> 0, at * 4));
  return buffer;
};

/** A film whose samples lie in another file. */
function elsewhere(url: string): Buffer {
  const reference = box('url ', big32(0), text(`${url}\0`));
  const samples = [
    box(
      'stsd',
      big32(0, 1),
      box(
        'raw ',
        Buffer.alloc(6),
        Buffer.of(0, 1),
        Buffer.alloc(16),
        Buffer.of(0, 16, 0, 16),
        Buffer.alloc(50),
      ),
    ),
    box('stts', big32(0, 1, 1, 1)),
    box('stsc', big32(0, 1, 1, 1, 1)),
    box('stsz', big32(0, 768, 1)),
    box('stco', big32(0, 1, 0)),
  ];
  const media = box(
    'mdia',
    box('mdhd', big32(0, 0, 0, 1, 1, 0)),
    box('hdlr', big32(0, 0), text('vide'), Buffer.alloc(13)),
    box(
      'minf',
      box('vmhd', Buffer.alloc(12)),
      box('dinf', box('dref', big32(0, 1), reference)),
      box('stbl', ...samples),
    ),
  );
  const track = box('trak', box('tkhd', Buffer.alloc(84)), media);
  return Buffer.concat([
    box('ftyp', text('isom\0\0\x02\0isom')),
    box('moov', box('mvhd', Buffer.alloc(100)), track),
  ]);
}

function nested(levels: number): Buffer {
  let inside: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level += 1) inside = box('moov', inside);
  return Buffer.concat([box('ftyp', text('isom\0\0\x02\0isom')), inside]);
}

const grey = (count: number) =>
  makeAvi({
    width: 16,
    height: 16,
    fps: 30,
    frames: Array.from({ length: count }, () => [9, 9, 9] as const),
  });

/** Films made to be trouble; `canary` is an address that nobody may ask. */
export function hostileFilms(canary: string): Readonly<Record<string, Buffer>> {
  const playlist = (target: string) =>
    text(`#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${target}\n#EXT-X-ENDLIST\n`);
  const film = grey(30);
  const manyFrames = Buffer.from(film);
  manyFrames.writeUInt32LE(1e9, 48);
  const badIndex = Buffer.from(film);
  const index = badIndex.indexOf('idx1', undefined, 'latin1');
  badIndex.fill(0xee, index + 8);
  return {
    'empty.mp4': Buffer.alloc(0),
    'playlist-of-a-file.mp4': playlist('file:///etc/hostname'),
    'playlist-of-an-address.mp4': playlist(canary),
    'playlist.m3u8.mp4': playlist('concat:/etc/hostname|/etc/passwd'),
    'concat.mp4': text("ffconcat version 1.0\nfile '/etc/hostname'\n"),
    'dash.mp4': text(
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>${canary}</BaseURL></Period></MPD>`,
    ),
    'session.mp4': text(
      'v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n',
    ),
    'subtitles.mp4': text('1\n00:00:00,000 --> 00:00:01,000\nhello\n'),
    'words.mp4': text('no film at all\n'.repeat(500)),
    'references.mp4': elsewhere('file:///etc/hostname'),
    'references-address.mp4': elsewhere(canary),
    'deep.mp4': nested(5000),
    'header-only.mp4': box('ftyp', text('isom\0\0\x02\0isom')),
    'endless-box.mp4': Buffer.concat([
      box('ftyp', text('isom\0\0\x02\0isom')),
      big32(1),
      text('mdat'),
      Buffer.alloc(8, 0xff),
    ]),
    'many-samples.mp4': Buffer.concat([
      box('ftyp', text('isom\0\0\x02\0isom')),
      box(
        'moov',
        box(
          'trak',
          box(
            'mdia',
            box(
              'minf',
              box('stbl', box('stsz', big32(0, 0, 2 ** 31)), box('stts', big32(0, 2 ** 31))),
            ),
          ),
        ),
      ),
    ]),
    'truncated.avi': film.subarray(0, 3000),
    'a-billion-frames.avi': manyFrames,
    'bad-index.avi': badIndex,
    'many-frames.avi': makeAvi({
      width: 2,
      height: 2,
      fps: 30,
      frames: Array.from({ length: 100_000 }, () => [1, 2, 3] as const),
    }),
    'many-streams.mkv': matroska({ tracks: 200 }),
    'a-billion-seconds.mkv': matroska({ seconds: 1e9 }),
    'no-time.mkv': matroska({ seconds: Number.NaN }),
    'huge-frame.mkv': matroska({ side: 65_535 }),
    'header-only.mkv': element(0x1a45dfa3, element(0x4282, text('matroska'))),
    'sync-only.mp4': Buffer.alloc(188 * 200, 0x47),
    'header-only.flv': Buffer.concat([text('FLV\x01\x05'), big32(9, 0)]),
    'garbage.ogv': Buffer.concat([text('OggS'), Buffer.alloc(500, 0xab)]),
  };
}

function wav(
  facts: { format?: number; channels?: number; rate?: number; bits?: number },
  data: Buffer,
): Buffer {
  const { format = 1, channels = 1, rate = 16_000, bits = 16 } = facts;
  const block = Math.min(65_535, (channels * bits) / 8);
  const described = Buffer.concat([
    uint16(format, channels),
    uint32(rate, rate * block),
    uint16(block, bits),
  ]);
  return chunk(
    'RIFF',
    Buffer.concat([text('WAVE'), chunk('fmt ', described), chunk('data', data)]),
  );
}

/** Sound made to be trouble. */
export function hostileSounds(canary: string): Readonly<Record<string, Buffer>> {
  const notNumbers = Buffer.alloc(4000);
  for (let at = 0; at < notNumbers.length; at += 4) {
    notNumbers.writeFloatLE([Number.NaN, Infinity, -Infinity, 1e38][(at / 4) % 4]!, at);
  }
  const cutShort = wav({}, Buffer.alloc(200));
  cutShort.writeUInt32LE(0xffff_fff0, 40);
  return {
    'empty.wav': Buffer.alloc(0),
    'not-numbers.wav': wav({ format: 3, bits: 32 }, notNumbers),
    'cut-short.wav': cutShort,
    'no-rate.wav': wav({ rate: 0 }, Buffer.alloc(200)),
    'huge-rate.wav': wav({ rate: 4_000_000_000 }, Buffer.alloc(200)),
    'many-channels.wav': wav({ channels: 65_535 }, Buffer.alloc(1000)),
    'no-data.wav': wav({}, Buffer.alloc(0)),
    'header-only.flac': Buffer.concat([text('fLaC'), Buffer.of(0x80, 0, 0, 34), Buffer.alloc(34)]),
    'long-tag.mp3': Buffer.concat([
      text('ID3\x04\0\0'),
      Buffer.of(0x7f, 0x7f, 0x7f, 0x7f),
      Buffer.alloc(50),
    ]),
    'playlist-behind-tag.mp3': Buffer.concat([
      text('ID3\x04\0\0\0\0\0\0'),
      text(`#EXTM3U\n#EXTINF:9,\n${canary}\n`),
    ]),
    'words.mp3': text('no sound at all\n'.repeat(100)),
  };
}
