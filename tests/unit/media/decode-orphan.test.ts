import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { anonymousMemory } from '../../../activities/media/video/decoder/process-memory.ts';
import { compiledEntry } from '../../../activities/threads/compiled-entry.ts';

test.runIf(process.platform === 'linux')(
  'a decoding process that is stuck ends soon after its owner was killed',
  async () => {
    const script = fileURLToPath(new URL('../../support/stuck-decoder.mjs', import.meta.url));
    const beside = import.meta.resolve('../../../activities/media/decode/decode-process.ts');
    const thread = compiledEntry(beside, './orphan-watch-thread.ts');
    const owner = spawn(process.execPath, [script, 'owner', thread.href], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: owner.stdout }), 'line')) as [string];
    const pid = Number(line);
    expect(isRunning(pid)).toBe(true);
    owner.kill('SIGKILL');
    for (let tries = 0; tries < 100 && isRunning(pid); tries += 1) await delay(100);
    expect(isRunning(pid)).toBe(false);
  },
);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that was killed and not yet waited for still has a number, but no memory.
    return anonymousMemory(pid) > 0;
  } catch {
    return false;
  }
}
