import { runCommand } from './run-command.ts';

export interface TemporalVersion {
  readonly server: string;
  /** `undefined` when new enough, else why this binary cannot be used. */
  readonly objection: string | undefined;
}

/** Worker Deployments, which pin an evaluation to one build, are complete from here on. */
const OLDEST_SERVER = '1.29.1';
/** A cold 200 MB binary on a slow disk takes seconds; a hanging one must not stop the search. */
const VERSION_TIMEOUT_MS = 15_000;

/** Runs `temporal --version`: proves that the file is that program, runs here and is new enough. */
export async function readTemporalVersion(binary: string): Promise<TemporalVersion> {
  const result = await runCommand(binary, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS });
  const server = /\(Server (\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (result.exitCode !== 0 || server === undefined) {
    const reason = result.startFailure ?? (result.timedOut ? 'no answer' : firstLine(result));
    return { server: 'unknown', objection: `it does not run as the Temporal CLI (${reason})` };
  }
  if (compareVersions(server, OLDEST_SERVER) < 0) {
    return { server, objection: `it carries server ${server}, and ${OLDEST_SERVER} is needed` };
  }
  return { server, objection: undefined };
}

function firstLine(result: { readonly stdout: string; readonly stderr: string }): string {
  return (result.stderr || result.stdout).trim().split('\n')[0]?.slice(0, 120) || 'no output';
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
