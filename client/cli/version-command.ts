import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, release } from 'node:os';
import { join } from 'node:path';
import type { Command } from './command.ts';
import { EXIT } from './exit-code.ts';
import { jsonOption } from './json-option.ts';
import { isOn } from './option-values.ts';
import { textTable } from './text-table.ts';

export const versionCommand: Command = {
  name: 'version',
  summary: 'Print the versions of everything that takes part',
  usage: ['assay version [--json]'],
  options: [jsonOption],
  examples: [
    { command: 'assay version', meaning: 'A table, to put into a report of a fault.' },
    { command: 'assay version --json', meaning: 'The same for a script.' },
  ],
  run: async ({ values, terminal, environment }) => {
    const versions = await readVersions(environment);
    if (isOn(values, 'json')) terminal.print(JSON.stringify(versions));
    else {
      const rows = Object.entries(versions).map(([name, value]) => [name, value ?? 'not found']);
      terminal.print(textTable([{ title: 'Component' }, { title: 'Version' }], rows));
    }
    return EXIT.ok;
  },
};

type Versions = Readonly<Record<string, string | null>>;

async function readVersions(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Versions> {
  const { findPackageRoot } = await import('../../deploy/dev-server/find-package-root.ts');
  const { findTemporalBinary } = await import('../../deploy/dev-server/resolve-temporal-binary.ts');
  const root = findPackageRoot();
  const [assay, sdk, commit, server] = await Promise.all([
    versionIn(join(root, 'package.json')),
    sdkVersion(),
    gitCommit(root),
    findTemporalBinary({ log: () => undefined, environment }).catch(() => undefined),
  ]);
  return {
    assay,
    git_commit: commit,
    node: process.versions.node,
    temporal_server: server?.serverVersion ?? null,
    temporal_sdk: sdk,
    platform: `${platform()}-${arch()} ${release()}`,
  };
}

async function sdkVersion(): Promise<string | null> {
  try {
    const entry = createRequire(import.meta.url).resolve('@temporalio/client/package.json');
    return await versionIn(entry);
  } catch {
    return null;
  }
}

async function versionIn(manifest: string): Promise<string | null> {
  try {
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}

const GIT_TIMEOUT_MS = 2_000;

async function gitCommit(root: string): Promise<string | null> {
  const { runCommand } = await import('../../deploy/dev-server/run-command.ts');
  const options = { timeoutMs: GIT_TIMEOUT_MS, workingDirectory: root };
  const head = await runCommand('git', ['rev-parse', '--short=12', 'HEAD'], options);
  const top = await runCommand('git', ['rev-parse', '--show-toplevel'], options);
  // Installed inside somebody else's repository, its commit says nothing about us.
  if (head.exitCode !== 0 || top.stdout.trim() !== root) return null;
  const changes = await runCommand('git', ['status', '--porcelain'], options);
  return head.stdout.trim() + (changes.stdout.trim() === '' ? '' : ' with changes');
}
