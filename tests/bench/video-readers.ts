import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cacheDirectoryFrom } from '../../deploy/dev-server/cache-directory.ts';

/** One reading by one reader. */
export interface Reading {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** SHA-256 of each frame; none when all frames were read and dropped. */
  readonly digests: readonly string[];
}

/** A reader of Python in a process of its own, kept from reading to reading. */
export interface OtherReader {
  readonly name: string;
  read(path: string, indices: readonly number[] | null): Promise<Reading>;
  close(): void;
}

/** Which readers can be had: PyAV must install; TorchCodec, with 3 GB of torch, may fail to. */
export async function installReaders(say: (message: string) => void): Promise<{
  readonly python: string;
  readonly hasTorchCodec: boolean;
}> {
  const folder = join(cacheDirectoryFrom(), 'video-readers');
  const python = join(folder, 'bin', 'python');
  await mkdir(cacheDirectoryFrom(), { recursive: true });
  if (!existsSync(python)) run('python3', ['-m', 'venv', folder]);
  if (!imports(python, 'av')) {
    say('installing PyAV and numpy from PyPI');
    run(python, ['-m', 'pip', 'install', '--quiet', 'av==18.1.0', 'numpy==2.4.6']);
  }
  if (!imports(python, 'torchcodec.decoders')) {
    say('installing TorchCodec and torch from PyPI: about 3 GB, several minutes');
    try {
      run(python, ['-m', 'pip', 'install', '--quiet', 'torchcodec', 'torch']);
    } catch (error) {
      say(`TorchCodec is left out: ${String(error)}`);
    }
  }
  const hasTorchCodec = imports(python, 'torchcodec.decoders');
  if (!hasTorchCodec) say('TorchCodec is left out: it does not load here');
  return { python, hasTorchCodec };
}

function imports(python: string, module: string): boolean {
  return spawnSync(python, ['-c', `import ${module}`]).status === 0;
}

function run(program: string, arguments_: readonly string[]): void {
  const { status, stderr } = spawnSync(program, arguments_, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${arguments_.join(' ')}: ${stderr.slice(-400)}`);
}

export async function openReader(
  python: string,
  reader: string,
  threads: number,
): Promise<OtherReader> {
  const script = fileURLToPath(new URL('./video-readers.py', import.meta.url));
  const child: ChildProcess = spawn(python, [script, reader, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${reader} ended with ${child.exitCode}.`);
    return JSON.parse(value) as Reading;
  };
  await next();
  return {
    name: `${reader}, ${threads} threads`,
    read(path, indices) {
      child.stdin!.write(`${JSON.stringify({ path, indices })}\n`);
      return next();
    },
    close: () => child.kill(),
  };
}
