import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface DataPaths {
  readonly dataDirectory: string;
  readonly database: string;
  readonly stateFile: string;
  readonly stackLock: string;
  readonly logDirectory: string;
  readonly serverLog: string;
  /** Holds the ready files that workers write. */
  readonly workerDirectory: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where runs and the embedded server keep their data: `ASSAY_DATA_DIR`, else `./assay-data`. */
export function dataDirectoryFrom(environment: Environment = process.env): string {
  return resolve(environment['ASSAY_DATA_DIR'] || 'assay-data');
}

/** One place names every file of the embedded stack, so that start, stop and status agree. */
export function dataPaths(dataDirectory: string): DataPaths {
  const root = resolve(dataDirectory);
  return {
    dataDirectory: root,
    database: join(root, 'temporal.db'),
    stateFile: join(root, 'stack.json'),
    stackLock: join(root, 'stack.lock'),
    logDirectory: join(root, 'logs'),
    serverLog: join(root, 'logs', 'temporal.log'),
    workerDirectory: join(root, 'workers'),
  };
}

/** The `file://` artifact store is the data directory itself: its keys begin with `runs/`, `cache/`. */
export function storeUrl(dataDirectory: string): string {
  return pathToFileURL(resolve(dataDirectory)).href;
}
