import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { choosePorts, isPortFree, randomPorts } from '../../../deploy/dev-server/choose-ports.ts';

async function occupy(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

test('the preferred pair is taken when both ports are free', async () => {
  const pair = await randomPorts();
  expect(await choosePorts(pair)).toEqual(pair);
});

test('one busy port moves both to another free pair', async () => {
  const pair = await randomPorts();
  await occupy(pair.uiPort);
  expect(await isPortFree(pair.uiPort)).toBe(false);
  const chosen = await choosePorts(pair);
  expect(chosen.port).not.toBe(pair.port);
  expect(chosen.uiPort - chosen.port).toBe(1000);
  expect([await isPortFree(chosen.port), await isPortFree(chosen.uiPort)]).toEqual([true, true]);
});
