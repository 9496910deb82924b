import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readProcessIdentity } from './process-identity.ts';
import type { ServerRecord } from './stack-state.ts';
import { EMBEDDED_NAMESPACE } from './start-server.ts';

/**
 * SQLite lets two servers open one database, and both would run every workflow. So before a start this
 * looks for one that lives although the state file does not name it (lost, damaged, or the starter died).
 * It needs /proc; elsewhere the state file is all there is.
 */
export function findServerOnDatabase(dataDirectory: string): ServerRecord | undefined {
  if (process.platform !== 'linux') return undefined;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const server = describe(pid, dataDirectory);
    if (server !== undefined) return server;
  }
  return undefined;
}

function describe(pid: number, dataDirectory: string): ServerRecord | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    // start-server.ts runs every server from inside its data folder.
    if (!words.includes('start-dev') || !words.includes('--db-filename')) return undefined;
    if (readlinkSync(`/proc/${pid}/cwd`) !== dataDirectory) return undefined;
    const identity = readProcessIdentity(pid);
    if (identity === undefined) return undefined;
    const valueAfter = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
    return {
      ...identity,
      address: `127.0.0.1:${valueAfter('--port')}`,
      namespace: EMBEDDED_NAMESPACE,
      uiUrl: `http://127.0.0.1:${valueAfter('--ui-port')}`,
      binary: readlinkSync(`/proc/${pid}/exe`),
      dynamicConfig: settingsIn(words),
    };
  } catch {
    // It ended while being looked at, or belongs to another user.
    return undefined;
  }
}

function settingsIn(words: readonly string[]): Record<string, string> {
  const settings: Record<string, string> = {};
  words.forEach((word, index) => {
    const [key, value] = (words[index + 1] ?? '').split('=');
    if (word === '--dynamic-config-value' && key && value) settings[key] = value;
  });
  return settings;
}
