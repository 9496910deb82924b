import { createRandom, deriveSeed } from './random.ts';

/** The positions 0 to count - 1 in an order that depends on the name only. */
export function shuffledPositions(count: number, name: string): readonly number[] {
  const random = createRandom(deriveSeed(0, name));
  const positions = Array.from({ length: count }, (_, position) => position);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.nextBelow(last + 1);
    [positions[last], positions[other]] = [positions[other]!, positions[last]!];
  }
  return positions;
}
