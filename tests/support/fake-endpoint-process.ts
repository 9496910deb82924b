/**
 * The fake endpoint as a process of its own, so that it outlives the workers a test kills. Options as
 * JSON in the first argument; prints {"baseUrl"} as its first line; ends when its standard input does.
 */
import { startFakeEndpoint } from './fake-endpoint.ts';
import type { FakeEndpointOptions } from './fake-endpoint.ts';

const endpoint = await startFakeEndpoint(
  JSON.parse(process.argv[2] ?? '{}') as FakeEndpointOptions,
);
process.stdout.write(`${JSON.stringify({ baseUrl: endpoint.baseUrl })}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
