import { matchesWildcard } from '../../tasks/wildcard.ts';

/** Whether the parts of a path match those of a pattern; `**` stands for any number of folders. */
export function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...others] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === '**') {
    return path.some((_, index) => matchesPath(others, path.slice(index)));
  }
  const [name, ...below] = path;
  return name !== undefined && matchesWildcard(first, name) && matchesPath(others, below);
}
