import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { EvalError, messageOf } from '../../core/errors.ts';

const run = promisify(execFile);
const MAX_LISTING_BYTES = 200_000_000;
/** Code and configuration; what is larger is data, which is read from the present folder. */
const MAX_FILE_BYTES = 1_000_000;
const NEEDED = /(?:\/|^)(?:[^./]+|[^/]+\.(?:ya?ml|ts|mjs|js|json))$/;

/** A folder as it was at a commit. */
export interface FolderAtRevision {
  readonly folder: string;
  remove(): void;
}

/**
 * Writes the code of a repository at a revision into a temporary folder. The repository, its index
 * and its work tree stay as they are: the files go through an index of their own.
 */
export async function folderAtRevision(
  folder: string,
  revision: string,
): Promise<FolderAtRevision> {
  const git = async (args: readonly string[], environment: Record<string, string> = {}) => {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      env: { ...process.env, ...environment },
      maxBuffer: MAX_LISTING_BYTES,
    });
    return stdout;
  };
  const fail = (reason: string, cause?: unknown): never => {
    throw new EvalError(
      'config-invalid',
      `Cannot compare ${folder} with "${revision.slice(0, 100)}": ${reason} Give --against a commit, branch or tag, or a folder.`,
      { cause },
    );
  };
  const top = await git(['rev-parse', '--show-toplevel']).catch((error: unknown) =>
    fail('it is not inside a git repository.', error),
  );
  const commit = await git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]).catch((error: unknown) => fail('the repository has no such revision.', error));
  const temporary = mkdtempSync(join(tmpdir(), 'assay-revision-'));
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  try {
    const index = { GIT_INDEX_FILE: join(temporary, '.index') };
    const inside = relative(realpathSync(top.trim()), realpathSync(folder));
    const paths = neededFiles(
      await git(['ls-tree', '-r', '-l', '-z', '--full-tree', commit.trim()]),
      inside,
    );
    await git(['read-tree', commit.trim()], index);
    await checkOut({ top: top.trim(), temporary, paths, index });
    const packages = join(top.trim(), 'node_modules');
    if (existsSync(packages)) symlinkSync(packages, join(temporary, 'node_modules'));
    const then = join(temporary, inside);
    if (!existsSync(then)) fail('the folder did not exist then.');
    return { folder: then, remove };
  } catch (error) {
    remove();
    if (error instanceof EvalError) throw error;
    return fail(`${messageOf(error)}.`, error);
  }
}

function neededFiles(listing: string, inside: string): string[] {
  return listing.split('\0').flatMap((entry) => {
    const [facts = '', path] = entry.split('\t');
    const size = Number(facts.split(/ +/)[3]);
    if (path === undefined || !(size <= MAX_FILE_BYTES)) return [];
    const isInside = inside === '' || path.startsWith(`${inside.split(sep).join('/')}/`);
    return isInside || NEEDED.test(path) ? [path] : [];
  });
}

function checkOut(options: {
  readonly top: string;
  readonly temporary: string;
  readonly paths: readonly string[];
  readonly index: Readonly<Record<string, string>>;
}): Promise<void> {
  const { top, temporary, paths, index } = options;
  const child = spawn(
    'git',
    ['-C', top, 'checkout-index', '-z', '--stdin', `--prefix=${temporary}/`],
    {
      env: { ...process.env, ...index },
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  // A child that ends early says why through its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(paths.map((path) => `${path}\0`).join(''));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`git checkout-index failed: ${errors.trim()}`)),
    );
  });
}
