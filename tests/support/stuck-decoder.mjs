/**
 * `owner THREAD`: starts the other role with its process id, and lives until it is killed.
 * `decoder THREAD OWNER`: starts the watching thread, says its process id, and blocks for ever.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const [role, thread, owner] = process.argv.slice(2);
if (role === 'owner') {
  const self = fileURLToPath(import.meta.url);
  spawn(process.execPath, [self, 'decoder', thread, String(process.pid)], { stdio: 'inherit' });
  setInterval(() => {}, 1000);
} else {
  const watch = new Worker(new URL(thread), { workerData: Number(owner) });
  watch.once('online', () => {
    process.stdout.write(`${process.pid}\n`);
    for (;;);
  });
}
