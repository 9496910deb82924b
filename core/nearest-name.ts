/**
 * The candidate a person most likely meant, or undefined when none is near: at most a third of the
 * letters may differ (and always one), and an unambiguous beginning or part of a name counts too.
 */
export function nearestName(given: string, candidates: Iterable<string>): string | undefined {
  return nearestNames(given, candidates, 1)[0];
}

/** Up to `count` near candidates, nearest first; ties in code-point order. */
export function nearestNames(given: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = normalize(given);
  if (wanted === '') return [];
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { name: string; distance: number }[] = [];
  for (const name of new Set(candidates)) {
    const candidate = normalize(name);
    const distance = editDistance(wanted, candidate, limit);
    if (distance <= limit) scored.push({ name, distance });
    else if (isPartOf(wanted, candidate)) scored.push({ name, distance: limit + 1 });
  }
  scored.sort((left, right) => left.distance - right.distance || (left.name < right.name ? -1 : 1));
  return scored.slice(0, count).map((entry) => entry.name);
}

/** ` Did you mean "x"?`, or an empty string: ready to append to an error sentence. */
export function didYouMean(given: string, candidates: Iterable<string>): string {
  const nearest = nearestName(given, candidates);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

function normalize(name: string): string {
  return name.trim().toLowerCase().replaceAll('-', '_');
}

/** Shorter than four letters, nearly everything contains it. */
function isPartOf(wanted: string, candidate: string): boolean {
  return wanted.length >= 4 && candidate.includes(wanted);
}

/**
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours); gives up with
 * limit + 1 as soon as the distance must exceed the limit.
 */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped)
        cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.MAX_SAFE_INTEGER;
}
