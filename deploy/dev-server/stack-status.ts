import { dataPaths, storeUrl } from './data-paths.ts';
import { freeBytes } from './explain-disk-error.ts';
import { isAlive } from './process-identity.ts';
import { canonicalPath, readStackState } from './stack-state.ts';
import { isHealthy } from './temporal-health.ts';

/** JSON-plain; printed by `assay server status --json`. */
export interface StackStatus {
  readonly state: 'running' | 'degraded' | 'stopped';
  readonly address: string | null;
  readonly namespace: string | null;
  readonly uiUrl: string | null;
  readonly dataDirectory: string;
  readonly store: string;
  readonly server: { readonly pid: number; readonly alive: boolean } | null;
  readonly workers: readonly {
    readonly pid: number;
    readonly alive: boolean;
    readonly role: string;
  }[];
  readonly problems: readonly string[];
}

const HEALTH_TIMEOUT_MS = 3_000;
const LOW_DISK_BYTES = 64 * 1024 * 1024;
const START_HINT = 'Run `assay server start`.';

/** What lives and what does not; changes nothing and takes no lock. */
export async function stackStatus(dataDirectory: string): Promise<StackStatus> {
  const directory = await canonicalPath(dataDirectory);
  const { state, problem } = await readStackState(directory);
  const problems = problem === undefined ? [] : [problem];
  const server = state?.server ?? null;
  const serverAlive = server !== null && isAlive(server);
  const answers = serverAlive && (await isHealthy({ ...server, timeoutMs: HEALTH_TIMEOUT_MS }));
  const workers = (state?.workers ?? []).map((worker) => ({
    pid: worker.pid,
    alive: isAlive(worker),
    role: worker.role,
  }));
  if (server !== null && !serverAlive) {
    problems.push(`The Temporal server (process ${server.pid}) is dead. ${START_HINT}`);
  } else if (server !== null && !answers) {
    const { serverLog } = dataPaths(directory);
    problems.push(`The Temporal server at ${server.address} gives no answer; see ${serverLog}.`);
  }
  for (const worker of workers) {
    if (!worker.alive) problems.push(`Worker ${worker.pid} is dead. ${START_HINT}`);
  }
  const living = workers.filter(({ alive }) => alive).length;
  const wanted = state?.wantedWorkers ?? 0;
  if (answers && living < wanted && living === workers.length) {
    problems.push(`${living} of ${wanted} workers run. ${START_HINT}`);
  }
  const stopped = !serverAlive && living === 0;
  if (!stopped) problems.push(...(await diskProblems(directory)));
  return {
    state: stopped ? 'stopped' : problems.length > 0 ? 'degraded' : 'running',
    address: server?.address ?? null,
    namespace: server?.namespace ?? null,
    uiUrl: server?.uiUrl ?? null,
    dataDirectory: directory,
    store: storeUrl(directory),
    server: server === null ? null : { pid: server.pid, alive: serverAlive },
    workers,
    problems,
  };
}

async function diskProblems(directory: string): Promise<string[]> {
  const free = await freeBytes(directory);
  if (free === undefined || free >= LOW_DISK_BYTES) return [];
  return [
    `Only ${Math.floor(free / 1024 / 1024)} MiB are free in ${directory}. Free some space; runs go on from where they are.`,
  ];
}
