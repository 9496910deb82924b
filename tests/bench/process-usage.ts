import { readFileSync } from 'node:fs';

/** Linux counts CPU time in ticks of this length for every program. */
const TICK_MS = 10;

/** The most physical memory a living process ever held, in MB; 0 where /proc does not say. */
export function peakMemoryMb(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kib === undefined ? 0 : (Number(kib) * 1024) / 1e6;
}

/** CPU time of all threads so far, in ms; 0 where /proc does not say. */
export function cpuMs(pid: number): number {
  // The second field is a name in parentheses that may itself hold spaces.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
