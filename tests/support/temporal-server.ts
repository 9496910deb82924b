import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomPorts } from '../../deploy/dev-server/choose-ports.ts';
import { readProcessIdentity, terminate } from '../../deploy/dev-server/process-identity.ts';
import { registerOnServer } from '../../deploy/dev-server/register-search-attributes.ts';
import { resolveTemporalBinary } from '../../deploy/dev-server/resolve-temporal-binary.ts';
import { startServer } from '../../deploy/dev-server/start-server.ts';

export interface TestTemporalOptions {
  /** Kept at `stop` when given; else a folder in the system's temporary directory that goes away. */
  readonly dataDirectory?: string;
  readonly dynamicConfig?: Readonly<Record<string, string>>;
  /** `memory` starts faster and forgets everything at kill or stop. Default `file`. */
  readonly database?: 'file' | 'memory';
}

export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  readonly dataDirectory: string;
  /** Of the process that runs now; changes at `restart`. */
  readonly pid: number;
  /** SIGKILL, as when the host loses the process; resolves when it is gone. */
  kill(): Promise<void>;
  /** Comes back on the same database under the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Temporal server for one test file, on ports that nothing else uses. */
export async function startTemporal(options: TestTemporalOptions = {}): Promise<TestTemporal> {
  const dataDirectory =
    options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'assay-test-temporal-')));
  const binary = await resolveTemporalBinary({ log: (message) => console.error(message) });
  const ports = await randomPorts();
  const start = async () => {
    const server = await startServer({
      binary: binary.path,
      dataDirectory,
      ports,
      database: options.database ?? 'file',
      ...(options.dynamicConfig === undefined ? {} : { dynamicConfig: options.dynamicConfig }),
    });
    await registerOnServer(server);
    return server;
  };
  let server = await start();
  const kill = async () => void (await terminate(server, { graceMs: 0, firstSignal: 'SIGKILL' }));
  // A test run that dies must not leave servers behind.
  const killAtExit = () => {
    if (readProcessIdentity(server.pid)?.startTime === server.startTime) {
      process.kill(server.pid, 'SIGKILL');
    }
  };
  process.once('exit', killAtExit);
  return {
    address: server.address,
    namespace: server.namespace,
    uiUrl: server.uiUrl,
    dataDirectory,
    get pid() {
      return server.pid;
    },
    kill,
    restart: async () => {
      await kill();
      server = await start();
    },
    stop: async () => {
      process.removeListener('exit', killAtExit);
      await terminate(server, { graceMs: 5_000 });
      if (options.dataDirectory === undefined) {
        await rm(dataDirectory, { recursive: true, force: true });
      }
    },
  };
}
