/** Run as its own process: takes the lock named by the first argument, says so, and keeps it. */
import { setTimeout as delay } from 'node:timers/promises';
import { withFileLock } from '../../../deploy/dev-server/file-lock.ts';

const [path = '', holdMs = '60000'] = process.argv.slice(2);
await withFileLock({ path, purpose: 'holds it for a test', log: () => undefined }, async () => {
  console.log('held');
  await delay(Number(holdMs));
});
