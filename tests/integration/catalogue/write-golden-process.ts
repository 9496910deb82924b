import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { matchesWildcard } from '../../../tasks/wildcard.ts';
import { runCatalogue } from '../../support/catalogue-run.ts';
import { catalogueTasks } from '../../support/catalogue-tasks.ts';
import { startTestStack } from '../../support/test-stack.ts';

/**
 * Writes the numbers that whole-catalogue.test.ts holds against, after `npm run build`:
 * `npx tsx tests/integration/catalogue/write-golden-process.ts [TASK…]`. With names or wildcards, those
 * of these tasks only. Look at the difference by hand.
 */
const golden = fileURLToPath(new URL('../../fixtures/catalogue-golden.json', import.meta.url));
const patterns = process.argv.slice(2);
const all = catalogueTasks();
const chosen = all.filter(
  ({ name }) => patterns.length === 0 || patterns.some((pattern) => matchesWildcard(pattern, name)),
);
const stack = await startTestStack({ database: 'memory' });
try {
  const startedAt = performance.now();
  const { status, outcomes, failures } = await runCatalogue(stack, chosen);
  const seconds = (performance.now() - startedAt) / 1000;
  const known = existsSync(golden) ? (JSON.parse(readFileSync(golden, 'utf8')) as object) : {};
  const metrics = Object.fromEntries(
    Object.entries(outcomes).map(([task, outcome]) => [task, outcome.metrics]),
  );
  const merged: Readonly<Record<string, unknown>> = { ...known, ...metrics };
  const lines = all
    .filter(({ name }) => Object.hasOwn(merged, name))
    .map(({ name }) => `${JSON.stringify(name)}: ${JSON.stringify(merged[name])}`);
  writeFileSync(golden, `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${status}, ${chosen.length} tasks in ${seconds.toFixed(1)} s`);
  for (const failure of failures) console.log(failure);
  for (const [task, { counts, documents }] of Object.entries(outcomes)) {
    const bad = documents - (counts['ok'] ?? 0);
    if (bad > 0 || documents === 0) console.log(task, documents, JSON.stringify(counts));
  }
} finally {
  await stack.stop();
}
