export interface ByteCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Keeps values of at most `maxBytes` in all; the least recently used goes first. */
export function createByteCache<Value>(
  maxBytes: number,
  sizeOf: (value: Value) => number,
): ByteCache<Value> {
  // A Map iterates in the order of insertion, so its first key is the one to go.
  const entries = new Map<string, Value>();
  let bytes = 0;
  const remove = (key: string): Value | undefined => {
    const value = entries.get(key);
    if (value !== undefined) bytes -= sizeOf(value);
    entries.delete(key);
    return value;
  };
  const add = (key: string, value: Value): void => {
    entries.set(key, value);
    bytes += sizeOf(value);
  };
  return {
    get: (key) => {
      const value = remove(key);
      if (value !== undefined) add(key, value);
      return value;
    },
    set: (key, value) => {
      remove(key);
      add(key, value);
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
