import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pinRevision } from '../../../activities/engines/pin-revision.ts';

const COMMIT = 'ab'.repeat(20);

async function hub(): Promise<{ HF_ENDPOINT: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? 'no token'}`);
    const isKnown = request.url === '/api/models/org/tiny/revision/main';
    response.writeHead(isKnown ? 200 : 404, {
      'content-type': 'application/json',
      ...(isKnown ? {} : { 'x-error-code': 'RepoNotFound' }),
    });
    response.end(isKnown ? JSON.stringify({ sha: COMMIT }) : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { HF_ENDPOINT: `http://127.0.0.1:${port}`, asked };
}

describe('pinRevision', () => {
  it('asks the Hub once for the commit of a branch, with the token', async () => {
    const { asked, ...environment } = await hub();
    expect(await pinRevision('org/tiny', 'main', { ...environment, HF_TOKEN: 'hf_x' })).toBe(
      COMMIT,
    );
    expect(asked).toEqual(['/api/models/org/tiny/revision/main Bearer hf_x']);
  });

  it('leaves a commit alone, and any name when the Hub may not be asked', async () => {
    const { asked, ...environment } = await hub();
    expect(await pinRevision('org/tiny', COMMIT, environment)).toBe(COMMIT);
    expect(await pinRevision('org/tiny', 'main', { ...environment, HF_HUB_OFFLINE: '1' })).toBe(
      'main',
    );
    expect(asked).toEqual([]);
  });

  it('explains a model that is not there', async () => {
    const { asked: _, ...environment } = await hub();
    await expect(pinRevision('org/none', 'main', environment)).rejects.toThrow(/org\/none/);
  });
});
