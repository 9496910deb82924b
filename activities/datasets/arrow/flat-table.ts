/** A table of a flatbuffer: the few fields of Arrow's metadata that its reader does not pass on. */
export interface FlatTable {
  int8(field: number): number | undefined;
  table(field: number): FlatTable | undefined;
  /** Makes the field absent, in the bytes themselves. */
  clear(field: number): void;
}

export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return tableAt(view, view.getUint32(0, true));
}

function tableAt(view: DataView, position: number): FlatTable {
  const fields = position - view.getInt32(position, true);
  const fieldsEnd = fields + view.getUint16(fields, true);
  const at = (field: number): number | undefined => {
    const slot = fields + 4 + 2 * field;
    const offset = slot < fieldsEnd ? view.getUint16(slot, true) : 0;
    return offset === 0 ? undefined : position + offset;
  };
  return {
    clear(field) {
      const slot = fields + 4 + 2 * field;
      if (slot < fieldsEnd) view.setUint16(slot, 0, true);
    },
    int8(field) {
      const found = at(field);
      return found === undefined ? undefined : view.getInt8(found);
    },
    table(field) {
      const found = at(field);
      return found === undefined ? undefined : tableAt(view, found + view.getUint32(found, true));
    },
  };
}
