/** A process that is told apart from a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

/** What engines need of the worker process that starts them; wired in workers/. */
export interface EngineHost {
  /** Records and logs of the engines of this host. */
  readonly folder: string;
  readonly self: ProcessIdentity;
  identify(pid: number): ProcessIdentity | undefined;
  /** GPUs of one slot, until they are given back; undefined where the operator named none. */
  takeGpus(): TakenGpus | undefined;
  /** Variables that only the operator can set. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface TakenGpus {
  readonly ids: readonly string[];
  giveBack(): void;
}
