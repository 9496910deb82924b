import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What must work on a bare clone: plain JavaScript, Node built-ins only. */

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const dist = join(root, 'dist');
export const cacheDirectory =
  process.env.ASSAY_CACHE_DIR ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'assay');

const SOURCES = ['core', 'workflows', 'activities', 'workers', 'client', 'tasks', 'deploy'];

export function say(message) {
  process.stderr.write(`assay: ${message}\n`);
}

export function fail(message, exitCode = 1) {
  say(message);
  process.exit(exitCode);
}

/** Runs a command with our own stdio; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    process.once('SIGINT', forward);
    process.once('SIGTERM', forward);
    child.on('error', (error) => {
      say(`Cannot run ${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old: Assay needs Node 20.19 or newer.`, 3);
}

/**
 * Installs what package-lock.json says, unless it is there. Not `npm ci`: that refuses a lock file in
 * which optional binaries of other platforms are not listed, although they are not needed here.
 */
export async function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.assay-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing packages (about a minute the first time) …');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run('npm', args, {
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) {
    fail('npm install failed: see its message above; check the network and the npm registry.', 3);
  }
  writeFileSync(stamp, lock);
}

/** Compiles and bundles when a source file changed since the last build. */
export async function ensureBuilt() {
  const stamp = join(dist, '.sources');
  const now = sourceDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say('building (TypeScript, then the workflow bundle) …');
  const code = await build();
  if (code !== 0) fail('The build failed: see the messages above.', 3);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, now);
}

async function build() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [tsc, '-p', 'tsconfig.json'], {
    stdio: ['ignore', 2, 2],
  });
  if (compiled !== 0) return compiled;
  return run(process.execPath, [join(dist, 'workers', 'build-bundle.js')], {
    stdio: ['ignore', 2, 2],
  });
}

/** Names, sizes and times of all sources: enough to know that nothing changed. */
function sourceDigest() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'tsconfig.json']) hash.update(stateOf(join(root, name)));
  for (const folder of SOURCES) visit(join(root, folder), hash);
  return hash.digest('hex');
}

function visit(folder, hash) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) visit(path, hash);
    else if (entry.name.endsWith('.ts')) hash.update(stateOf(path));
  }
}

function stateOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${relative(root, path)} ${size} ${mtimeMs}\n`;
}
