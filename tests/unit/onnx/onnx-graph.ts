/** Just enough of protobuf to write a small ONNX graph by hand: lengths, varints and strings. */
export function onnxModel(graph: readonly Field[]): Uint8Array {
  const IR_VERSION = 8;
  const OPSET = 17;
  return message([
    [1, IR_VERSION],
    [7, message(graph)],
    [8, message([[2, OPSET]])],
  ]);
}

type Value = number | string | Uint8Array;
export type Field = readonly [number: number, value: Value];

/** ONNX's numbers of element types. */
export const FLOAT = 1;
export const INT64 = 7;

export const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, number>> = {},
): Field => [
  1,
  message([
    ...inputs.map((name): Field => [1, name]),
    ...outputs.map((name): Field => [2, name]),
    [4, operator],
    // Attribute: name = 1, integer = 3, type = 20 with 2 for an integer.
    ...Object.entries(attributes).map(([name, value]): Field => [
      5,
      message([
        [1, name],
        [3, value],
        [20, 2],
      ]),
    ]),
  ]),
];

export function initializer(
  name: string,
  dims: readonly number[],
  values: Float32Array | BigInt64Array,
): Field {
  const type = values instanceof Float32Array ? FLOAT : INT64;
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [5, message([...dims.map((size): Field => [1, size]), [2, type], [8, name], [9, raw]])];
}

export const input = (name: string, type: number, dims: readonly (number | string)[]): Field => [
  11,
  valueInfo(name, type, dims),
];

export const output = (name: string, type: number, dims: readonly (number | string)[]): Field => [
  12,
  valueInfo(name, type, dims),
];

function valueInfo(name: string, type: number, dims: readonly (number | string)[]): Uint8Array {
  const shape = dims.map((size): Field => [1, message([[typeof size === 'number' ? 1 : 2, size]])]);
  const tensor = message([
    [1, type],
    [2, message(shape)],
  ]);
  return message([
    [1, name],
    [2, message([[1, tensor]])],
  ]);
}

function message(fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      bytes.push(...varint(number << 3), ...varint(value));
    } else {
      const body = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      bytes.push(...varint((number << 3) | 2), ...varint(body.length), ...body);
    }
  }
  return Uint8Array.from(bytes);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
