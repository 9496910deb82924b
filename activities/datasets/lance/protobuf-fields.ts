/** The fields of one protobuf message: numbers as numbers, everything else as bytes. */
export type ProtobufFields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

/** Enough of the wire format to find a few known fields; the rest is passed over. */
export function protobufFields(bytes: Uint8Array): ProtobufFields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let position = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[position];
      if (byte === undefined) throw new Error('a message is cut off');
      position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return Number(BigInt.asIntN(64, value));
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || position + length > bytes.length) throw new Error('a message is cut off');
    position += length;
    return bytes.subarray(position - length, position);
  };
  while (position < bytes.length) {
    const key = varint();
    const kind = key & 7;
    const value =
      kind === 0
        ? varint()
        : kind === 1
          ? take(8)
          : kind === 5
            ? take(4)
            : take(kind === 2 ? varint() : -1);
    const number = Math.floor(key / 8);
    const values = fields.get(number) ?? [];
    fields.set(number, values);
    values.push(value);
  }
  return fields;
}

export function numberOf(fields: ProtobufFields, field: number): number | undefined {
  const value = fields.get(field)?.at(-1);
  return typeof value === 'number' ? value : undefined;
}

export function textOf(fields: ProtobufFields, field: number): string | undefined {
  const value = fields.get(field)?.at(-1);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}

export function bytesOf(fields: ProtobufFields, field: number): readonly Uint8Array[] {
  return (fields.get(field) ?? []).filter((value) => value instanceof Uint8Array);
}

/** Repeated numbers, one by one or packed. */
export function numbersOf(fields: ProtobufFields, field: number): readonly number[] {
  return (fields.get(field) ?? []).flatMap((value) => {
    if (typeof value === 'number') return [value];
    const numbers: number[] = [];
    let current = 0;
    let shift = 0;
    for (const byte of value) {
      current += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte >= 0x80) continue;
      numbers.push(current);
      [current, shift] = [0, 0];
    }
    return numbers;
  });
}
