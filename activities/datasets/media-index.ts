import { nameVariants } from './media-names.ts';

/** The files below one root, found by whole path, by the end of a path, or by bare name. */
export interface MediaIndex {
  readonly size: number;
  /** Undefined when nothing fits; several when the name does not say which one is meant. */
  find(name: string): string | readonly string[] | undefined;
}

export function createMediaIndex(paths: readonly string[]): MediaIndex {
  const whole = new Set(paths);
  const byBaseName = new Map<string, string[]>();
  for (const path of paths) {
    const base = baseName(path);
    const same = byBaseName.get(base);
    if (same === undefined) byBaseName.set(base, [path]);
    else same.push(path);
  }
  const findOne = (name: string): string | readonly string[] | undefined => {
    if (whole.has(name)) return name;
    const same = byBaseName.get(baseName(name)) ?? [];
    const ending = same.filter((path) => path.endsWith(`/${name}`));
    const fitting = ending.length > 0 ? ending : same;
    return fitting.length > 1 ? fitting : fitting[0];
  };
  return {
    size: whole.size,
    find(name) {
      const plain = name.replace(/^(?:\.?\/)+/, '');
      for (const variant of nameVariants(plain)) {
        const found = findOne(variant);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
