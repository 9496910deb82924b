import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCatalogue, type CatalogueRun } from '../../support/catalogue-run.ts';
import { isBest, reasonFor } from '../../support/catalogue-reasons.ts';
import { catalogueTasks } from '../../support/catalogue-tasks.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';

type Golden = Readonly<Record<string, Readonly<Record<string, number | 'N/A'>>>>;

/** Written by write-golden-process.ts and looked at by hand. */
const GOLDEN = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../../fixtures/catalogue-golden.json', import.meta.url)),
    'utf8',
  ),
) as Golden;
const TASKS = catalogueTasks();
const TIMEOUT_MS = 600_000;

/** Every task through the product: plan, shards, ledger, scoring, aggregation, results file. */
describe('the whole catalogue, answered right by the mock', () => {
  let stack: TestStack;
  let run: CatalogueRun;
  beforeAll(async () => {
    stack = await startTestStack({ database: 'memory' });
    run = await runCatalogue(stack, TASKS);
  }, TIMEOUT_MS);
  afterAll(() => stack.stop());

  test('ends as one completed run', () => {
    expect(run.failures).toEqual([]);
    expect(run.status).toBe('completed');
  });

  test('has golden numbers for exactly the tasks that exist', () => {
    expect(Object.keys(GOLDEN).sort()).toEqual(TASKS.map(({ name }) => name).sort());
  });

  test.each(TASKS.map(({ name, config }) => ({ name, config })))(
    '$name: every document counted, every number as before',
    ({ name, config }) => {
      const outcome = run.outcomes[name]!;
      expect(outcome.documents).toBeGreaterThanOrEqual(1);
      const counted = Object.values(outcome.counts).reduce((sum, count) => sum + count, 0);
      expect(counted).toBe(outcome.documents);
      expect(outcome.counts).toMatchObject({ failed: 0, skipped: 0, refused: 0 });
      const expected = GOLDEN[name] ?? {};
      expect(Object.keys(outcome.metrics).sort()).toEqual(Object.keys(expected).sort());
      expect(Object.keys(expected).length).toBeGreaterThan(0);
      for (const [key, golden] of Object.entries(expected)) {
        const value = outcome.metrics[key];
        if (typeof golden === 'number') expect(value, key).toBeCloseTo(golden, 9);
        else expect(value, key).toBe(golden);
        const metric = key.slice(0, key.lastIndexOf(','));
        const isExplained =
          isBest(config, metric, golden) || reasonFor(config, metric) !== undefined;
        expect(isExplained, `${key} is ${golden} for right answers: why?`).toBe(true);
      }
    },
  );
});
