/** The most recently used entries, as many as their weights allow. */
export interface Lru<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, weight?: number): void;
  delete(key: string): void;
}

export function createLru<Value>(capacity: number): Lru<Value> {
  const entries = new Map<string, { readonly value: Value; readonly weight: number }>();
  let held = 0;
  const remove = (key: string): void => {
    held -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, weight = 1) {
      remove(key);
      entries.set(key, { value, weight });
      held += weight;
      for (const oldest of entries.keys()) {
        if (held <= capacity || oldest === key) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
