import { readFileSync } from 'node:fs';

/** Bytes of memory that a process has for itself, shared libraries left out; 0 where nobody says. */
export function anonymousMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
