import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run, say } from './steps.mjs';

/** Runs vitest projects one after another and reads the true totals from vitest's own report. */
export async function runSuites(projects, options = {}) {
  const totals = { passed: 0, failed: 0, names: [] };
  for (const project of projects) {
    const result = await runSuite(project, options);
    totals.passed += result.passed;
    totals.failed += result.failed;
    totals.names.push(...result.names);
  }
  return totals;
}

async function runSuite(project, { node = process.execPath, label = project }) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-suite-'));
  const report = join(folder, 'report.json');
  const startedAt = Date.now();
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await run(node, [
    vitest,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const result = readReport(report, label, code);
  rmSync(folder, { recursive: true, force: true });
  say(`suite ${label}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
  return result;
}

function readReport(path, label, code) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    const failedFiles = report.testResults.filter(
      (file) =>
        file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
    );
    const names = report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => `${label}: ${test.fullName}`),
    );
    names.push(...failedFiles.map((file) => `${label}: ${file.name} could not run`));
    let failed = report.numFailedTests + failedFiles.length;
    // An error outside of any test still fails the suite.
    if (code !== 0 && failed === 0) {
      failed = 1;
      names.push(`${label}: vitest ended with code ${code}`);
    }
    return { passed: report.numPassedTests, failed, names };
  } catch (error) {
    return { passed: 0, failed: 1, names: [`${label}: no report (${error.message})`] };
  }
}

/** Prints the line that CI reads last; returns the exit code. */
export function printTotals(list) {
  const passed = list.reduce((sum, totals) => sum + totals.passed, 0);
  const failed = list.reduce((sum, totals) => sum + totals.failed, 0);
  for (const name of list.flatMap((totals) => totals.names)) console.log(`FAILED ${name}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
