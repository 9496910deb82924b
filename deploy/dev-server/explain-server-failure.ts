import { EvalError } from '../../core/errors.ts';
import { diskFull } from './explain-disk-error.ts';

export interface ServerFailure {
  /** How the process ended, e.g. `exited with 1`, `was killed by SIGKILL`, `gave no answer in 60 s`. */
  readonly outcome: string;
  readonly logTail: string;
  readonly logFile: string;
  readonly database: string | undefined;
  readonly port: number;
}

interface Cause {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly explain: (failure: ServerFailure) => string;
}

/** In order: the first that matches names the cause. */
const CAUSES: readonly Cause[] = [
  {
    pattern: /address already in use/i,
    reason: 'port-busy',
    explain: ({ logTail, port }) =>
      `port ${/listen tcp \S+:(\d+)/.exec(logTail)?.[1] ?? port} is taken by another process. Stop that process, or start on another port.`,
  },
  {
    pattern: /file is not a database|disk image is malformed/i,
    reason: 'database-damaged',
    explain: ({ database }) =>
      `its database ${database ?? ''} is damaged. Move that file (with its -wal and -shm) away and start again; finished results in the store are not affected.`,
  },
  {
    pattern: /database is locked|SQLITE_BUSY/i,
    reason: 'database-locked',
    explain: ({ database }) =>
      `its database ${database ?? ''} is locked by another process. End the process that uses it, or choose another folder with ASSAY_DATA_DIR.`,
  },
  {
    pattern: /permission denied|readonly database|unable to open database file/i,
    reason: 'database-denied',
    explain: ({ database }) =>
      `it may not write its database ${database ?? ''}. Give this user write permission, or choose another folder with ASSAY_DATA_DIR.`,
  },
  {
    pattern: /unknown flag|invalid dynamic config/i,
    reason: 'flag-refused',
    explain: () => 'it refused its arguments. Use the Temporal CLI 1.5.1 or newer.',
  },
];

/** One sentence for the cause, its remedy, and the end of the log. */
export function explainServerFailure(failure: ServerFailure): EvalError {
  const { logTail, logFile, outcome } = failure;
  if (/disk is full|no space left on device/i.test(logTail)) {
    return diskFull('start the Temporal server', failure.database ?? logFile, logTail);
  }
  const cause = CAUSES.find(({ pattern }) => pattern.test(logTail));
  const reason = cause?.reason ?? (outcome.includes('SIGKILL') ? 'killed' : 'unknown');
  const sentence =
    cause?.explain(failure) ??
    (reason === 'killed'
      ? 'something killed it, often the kernel for want of memory (see dmesg). Free some memory and start again.'
      : `it ${outcome}. Read ${logFile} and start again; \`assay doctor\` checks what it needs.`);
  const tail = logTail.trim() === '' ? '' : `\nEnd of ${logFile}:\n${logTail.trim()}`;
  return new EvalError(
    'server-start-failed',
    `Cannot start the Temporal server: ${sentence}${tail}`,
    { data: { reason } },
  );
}
