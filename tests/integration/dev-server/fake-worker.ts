/**
 * Stands in for a worker process: reports ready as told by its arguments and waits. `FAKE_WORKER`
 * makes it fail, never get ready, or ignore SIGTERM.
 */
import { writeFileSync } from 'node:fs';

const mode = process.env['FAKE_WORKER'];
if (mode === 'fails') {
  console.error('fake worker: the bundle is missing');
  process.exit(3);
}
if (mode === 'stubborn') process.on('SIGTERM', () => undefined);
const readyFile = process.argv[process.argv.indexOf('--ready-file') + 1];
if (readyFile !== undefined && mode !== 'slow') {
  const seen = Object.entries(process.env).filter(([name]) => /^(TEMPORAL|ASSAY)_/.test(name));
  console.log(JSON.stringify({ arguments: process.argv.slice(2), environment: seen }));
  writeFileSync(readyFile, String(process.pid));
}
setInterval(() => undefined, 60_000);
