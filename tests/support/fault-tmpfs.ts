import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

export interface SmallDisk {
  readonly path: string;
  resize(megabytes: number): void;
  unmount(): void;
}

/** A file system of a few megabytes; where this process may not mount one, the reason instead. */
export function mountSmallDisk(
  path: string,
  megabytes: number,
): SmallDisk | { readonly refusal: string } {
  mkdirSync(path, { recursive: true });
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path);
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
  return {
    path,
    resize: (size) => void run('mount', '-o', `remount,size=${size}m`, path),
    unmount: () => void run('umount', '-l', path),
  };
}

/** Bit 21 of the effective capabilities is CAP_SYS_ADMIN, the right to mount. */
export function mayMount(): boolean {
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return line !== null && (BigInt(`0x${line[1]}`) & (1n << 21n)) !== 0n;
}
