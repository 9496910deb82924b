import type { DocumentMatch } from '../results.ts';

/** What a reader must know of how the documents of a task and its baseline met, in sentences. */
export function comparisonNotes(match: DocumentMatch, hasMetrics: boolean): string[] {
  const { paired, verified, different, only_current: here, only_baseline: there } = match;
  const notes: string[] = [];
  if (different > 0) {
    notes.push(
      `${documents(different)} of the same number ${are(different)} not the same on both sides (other digest) and ${were(different)} left out.`,
    );
  }
  if (here > 0) notes.push(`${documents(here)} ${are(here)} missing in the baseline.`);
  if (there > 0)
    notes.push(`${documents(there)} of the baseline ${are(there)} missing in this run.`);
  if (paired > 0 && verified === 0) {
    notes.push(
      'Documents were matched by number alone: the baseline has no digests to check them.',
    );
  }
  if (paired === 0) notes.push('No document is in both.');
  else if (!hasMetrics) notes.push('No metric gives each document a number in both.');
  return notes;
}

function documents(count: number): string {
  return `${count.toLocaleString('en-US')} document${count === 1 ? '' : 's'}`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function were(count: number): string {
  return count === 1 ? 'was' : 'were';
}
