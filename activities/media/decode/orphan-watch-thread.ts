/**
 * Watches over a decoding process from a thread of its own: when its owner was killed while a decoder
 * blocks, nobody else is left to end it. The owner's process id comes as the thread's data.
 */
import { workerData } from 'node:worker_threads';

const CHECK_EVERY_MS = 1000;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL');
}, CHECK_EVERY_MS);
