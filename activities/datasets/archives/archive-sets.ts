/** One archive of a folder or repository; several parts when it was cut for uploading. */
export interface ArchiveSet {
  readonly kind: 'zip' | 'tar';
  readonly parts: readonly string[];
}

const ZIP = /\.zip$/i;
/** `a.tar`, `a.tar.gz`, `a.tgz`, and pieces such as `a.tar.part_aa` or `a.tar.gz.003`. */
const TAR = /\.(?:tgz|tar(?:\.gz|\.tgz)?(?:[._-]?(?:part)?[._-]?[a-z0-9]{1,6})?)$/i;
const COMPRESSED_OTHERWISE = /\.(?:bz2|xz|zst|lz4|lzma|br)$/i;

/** The archives among the paths, in order; parts of one archive together, `_2` before `_10`. */
export function archiveSets(paths: readonly string[]): readonly ArchiveSet[] {
  const sets: ArchiveSet[] = [];
  const tars = new Map<string, string[]>();
  for (const path of [...paths].sort(inNaturalOrder)) {
    if (ZIP.test(path)) sets.push({ kind: 'zip', parts: [path] });
    else if (TAR.test(path) && !COMPRESSED_OTHERWISE.test(path)) {
      const stem = path.replace(/\.(?:tar|tgz)(?:[._-][^/]*)?$/i, '').replace(/_\d+$/, '');
      const parts = tars.get(stem) ?? [];
      tars.set(stem, parts);
      parts.push(path);
    }
  }
  for (const parts of tars.values()) sets.push({ kind: 'tar', parts });
  return sets;
}

function inNaturalOrder(left: string, right: string): number {
  const [one, other] = [left.split(/(\d+)/), right.split(/(\d+)/)];
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const [a = '', b = ''] = [one[index], other[index]];
    if (a === b) continue;
    const difference = index % 2 === 1 ? Number(a) - Number(b) : 0;
    if (difference !== 0) return difference;
    return a < b ? -1 : 1;
  }
  return one.length - other.length;
}
