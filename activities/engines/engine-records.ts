import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineHost, ProcessIdentity } from './engine-host.ts';
import { endTree } from './engine-tree.ts';

/** What is left on disk of a running engine, so that a later worker finds it when this one is killed. */
export interface EngineRecord {
  readonly token: string;
  readonly engine: string;
  /** The worker that started it. */
  readonly owner: ProcessIdentity;
  /** Absent for the moment between the record and the start. */
  readonly leader?: ProcessIdentity;
}

export function writeEngineRecord(host: EngineHost, record: EngineRecord): void {
  mkdirSync(host.folder, { recursive: true });
  const file = recordFile(host, record.token);
  writeFileSync(`${file}.part`, JSON.stringify(record));
  renameSync(`${file}.part`, file);
}

export function removeEngineRecord(host: EngineHost, token: string): void {
  rmSync(recordFile(host, token), { force: true });
}

/** Ends engines whose worker is gone: after kill -9 they would hold their GPUs for ever. */
export async function endOrphans(host: EngineHost, log: (message: string) => void): Promise<void> {
  for (const record of readRecords(host)) {
    const isOwned = host.identify(record.owner.pid)?.startTime === record.owner.startTime;
    if (isOwned) continue;
    const tree = { token: record.token, leader: record.leader };
    const isGone = await endTree(host, tree, 0);
    log(
      `${isGone ? 'Ended' : 'Could not end'} ${record.engine} (process ${record.leader?.pid ?? 'unknown'}), left by worker process ${record.owner.pid} that died.`,
    );
    if (isGone) removeEngineRecord(host, record.token);
  }
}

function readRecords(host: EngineHost): EngineRecord[] {
  let names: string[];
  try {
    names = readdirSync(host.folder).filter((name) => name.endsWith('.engine.json'));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(host.folder, name), 'utf8')) as EngineRecord];
    } catch {
      // Another worker has just removed it.
      return [];
    }
  });
}

function recordFile(host: EngineHost, token: string): string {
  return join(host.folder, `${token}.engine.json`);
}
