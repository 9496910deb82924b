import { checkNode, ensureBuilt, ensureInstalled } from './scripts/steps.mjs';
import { runChecks } from './scripts/checks.mjs';
import { runSuites, printTotals } from './scripts/suites.mjs';

/** `npm run check`: format, lint, types, dead code, unit and replay tests. */
checkNode();
await ensureInstalled();
await ensureBuilt();
const totals = [await runChecks(), await runSuites(['unit', 'replay'])];
process.exitCode = printTotals(totals);
