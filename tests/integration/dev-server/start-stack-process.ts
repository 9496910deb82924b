/** Run as its own process: starts the stack of the folder named first, and prints its status. */
import { startStack } from '../../../deploy/dev-server/start-stack.ts';
import { fakeWorkerCommand } from './stack-fixture.ts';

const status = await startStack({
  dataDirectory: process.argv[2] ?? '',
  workerCommand: fakeWorkerCommand,
  log: () => undefined,
});
console.log(JSON.stringify(status));
