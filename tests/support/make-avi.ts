/** A film of uncompressed frames, each of one colour: readable everywhere, made without any program. */
export function makeAvi(options: {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Red, green and blue of each frame. */
  readonly frames: readonly (readonly [number, number, number])[];
  /** Added to each byte of a frame, so that it packs no better than a camera's. */
  readonly grain?: (frame: number, byte: number) => number;
}): Buffer {
  const { width, height, fps, frames, grain } = options;
  const stride = Math.ceil((width * 3) / 4) * 4;
  const frameBytes = stride * height;
  const header = uint32(
    Math.round(1e6 / fps), // microseconds per frame
    frameBytes * fps,
    0,
    0x10, // has an index
    frames.length,
    0,
    1,
    frameBytes,
    width,
    height,
    0,
    0,
    0,
    0,
  );
  const stream = Buffer.concat([
    Buffer.from('vidsDIB ', 'latin1'),
    uint32(0, 0, 0, 1, fps, 0, frames.length, frameBytes, 0, frameBytes, 0, 0),
  ]);
  const format = Buffer.concat([
    uint32(40, width, height),
    uint16(1, 24),
    uint32(0, frameBytes, 0, 0, 0, 0),
  ]);
  const pictures = frames.map(([red, green, blue], frame) => {
    const picture = Buffer.alloc(frameBytes);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) picture.set([blue, green, red], y * stride + x * 3);
    }
    if (grain !== undefined) {
      picture.forEach((value, byte) => (picture[byte] = value + grain(frame, byte)));
    }
    return chunk('00db', picture);
  });
  const index = frames.map((_, at) =>
    Buffer.concat([
      Buffer.from('00db', 'latin1'),
      uint32(0x10, 4 + at * (frameBytes + 8), frameBytes),
    ]),
  );
  const streams = list('strl', [chunk('strh', stream), chunk('strf', format)]);
  return chunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('AVI ', 'latin1'),
      list('hdrl', [chunk('avih', header), streams]),
      list('movi', pictures),
      chunk('idx1', Buffer.concat(index)),
    ]),
  );
}

function list(name: string, parts: readonly Buffer[]): Buffer {
  return chunk('LIST', Buffer.concat([Buffer.from(name, 'latin1'), ...parts]));
}

export function chunk(name: string, content: Buffer): Buffer {
  const padding = Buffer.alloc(content.length % 2);
  return Buffer.concat([Buffer.from(name, 'latin1'), uint32(content.length), content, padding]);
}

export function uint32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => buffer.writeUInt32LE(value >>> 0, at * 4));
  return buffer;
}

export function uint16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, at) => buffer.writeUInt16LE(value & 0xffff, at * 2));
  return buffer;
}
