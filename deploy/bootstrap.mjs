import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { checkNode, dist, ensureBuilt, ensureInstalled, fail, root } from './scripts/steps.mjs';

/** Entry of the two commands that must work on a bare clone: `npm run quickstart` and `npm test`. */
const [command, ...rest] = process.argv.slice(2);
checkNode();
await ensureInstalled();
await ensureBuilt();
if (command === 'quickstart') {
  process.argv.splice(1, process.argv.length - 1, 'quickstart', ...rest);
  await import(pathToFileURL(join(dist, 'deploy', 'quickstart.js')).href);
} else if (command === 'test') {
  await import(pathToFileURL(join(root, 'deploy', 'scripts', 'run-tests.mjs')).href);
} else {
  fail(`Unknown command ${command}: expected quickstart or test.`, 2);
}
