import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtinTasksFolder } from '../../../tasks/package-root.ts';
import { catalogueTasks } from '../../support/catalogue-tasks.ts';

const TASKS = catalogueTasks();
const BENCHMARKS = [...new Set(TASKS.map(({ benchmark }) => benchmark))];
const LEAST_DOCUMENTS = 5;

/** Names of files differ in `-` and `_` only. */
const flat = (name: string): string => name.replaceAll(/[-_]/g, '');
const unitTests = readdirSync(resolve('tests/unit/tasks/catalogue'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => ({
    name: flat(name.replace('.test.ts', '')),
    text: readFileSync(resolve('tests/unit/tasks/catalogue', name), 'utf8'),
  }));

describe('the folder of every benchmark', () => {
  it.each(BENCHMARKS)('%s tells what it is', (benchmark) => {
    const readme = join(builtinTasksFolder(), benchmark, 'README.md');
    expect(existsSync(readme), `${readme} is missing`).toBe(true);
    expect(readFileSync(readme, 'utf8').length).toBeGreaterThan(200);
  });

  it.each(BENCHMARKS)('%s has a unit test', (benchmark) => {
    const isTested = unitTests.some(
      ({ name, text }) =>
        name === flat(benchmark) ||
        text.includes(`'${benchmark}'`) ||
        text.includes(`tasks/${benchmark}/`),
    );
    expect(isTested, `no file of tests/unit/tasks/catalogue scores ${benchmark}`).toBe(true);
  });

  it.each(BENCHMARKS)('%s has at least five documents for each of its tasks', (benchmark) => {
    const poor = TASKS.filter((task) => task.benchmark === benchmark)
      .map(({ name, fixture }) => ({ name, documents: documentsIn(fixture) }))
      .filter(({ documents }) => documents < LEAST_DOCUMENTS);
    expect(poor).toEqual([]);
  });
});

function documentsIn(fixture: string | undefined): number {
  if (fixture === undefined) return 0;
  const lines = readFileSync(fixture, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').length;
}
