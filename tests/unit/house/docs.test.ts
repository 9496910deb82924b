import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../../client/cli/commands.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

interface Finding {
  readonly page: string;
  readonly found: string;
}

function findAll(pattern: RegExp, textOf: (page: string) => string = read): Finding[] {
  return pages.flatMap((page) =>
    [...textOf(page).matchAll(pattern)].map((match) => ({
      page,
      found: match.slice(1).find((group) => group !== undefined) ?? '',
    })),
  );
}

const show = ({ page, found }: Finding): string => `${page}: ${found}`;

/** Only what is set as code: prose may speak of Assay as it likes. */
function codeOf(page: string): string {
  const fences = /^ *```[^\n]*\n([\s\S]*?)^ *```/gm;
  const text = read(page);
  const blocks = [...text.matchAll(fences)].map(([, block]) => block!.replaceAll('\\\n', ' '));
  const spans = [...text.replaceAll(fences, '').matchAll(/`([^`]+)`/g)];
  return [...blocks, ...spans.map(([, span]) => span!.replaceAll(/\s+/g, ' '))].join('\n');
}

/** The anchor that a heading gets on the pages of a repository. */
function anchorsOf(markdown: string): Set<string> {
  const headings = markdown.matchAll(/^#+ +(.*)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}

test('the pages that a reader begins with are there', () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      'README.md',
      'docs/architecture.md',
      'docs/deviations.md',
      'docs/command-line.md',
      'docs/adding-a-model.md',
      'docs/adding-a-task.md',
    ]),
  );
});

test('every relative link leads to a file, and every anchor to a heading', () => {
  const links = findAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g).filter(
    ({ found }) => !/^[a-z]+:/.test(found),
  );
  const broken = links.filter(({ page, found }) => {
    const [path = '', anchor] = found.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !anchorsOf(read(target)).has(anchor);
  });
  expect(links.length).toBeGreaterThan(40);
  expect(broken.map(show)).toEqual([]);
});

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = findAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ found }) => !(found in scripts)).map(show)).toEqual([]);
});

test('every command and sub-command that a page names exists', async () => {
  const loaded = await Promise.all(COMMANDS.map((command) => command.load()));
  const words = new Map(
    loaded.map(({ name, usage }) => [name, new Set(usage.join(' ').match(/[a-z][\w-]*/g))]),
  );
  words.set('help', new Set(words.keys()));
  const named = findAll(/\bassay (?:-- )?([a-z][\w-]*(?: [a-z][\w-]*)?)(?![\w:/.=])/g, codeOf);
  const unknown = named.filter(({ found }) => {
    const [command = '', second] = found.split(' ');
    const known = words.get(command);
    if (known === undefined) return true;
    // The second word of these is a name of the user's: a model, a task or a run.
    if (second === undefined || !['runs', 'server', 'help'].includes(command)) return false;
    return !known.has(second);
  });
  expect(named.length).toBeGreaterThan(40);
  expect(unknown.map(show)).toEqual([]);
});

test('every file and folder of ours that a page names exists', () => {
  const named = findAll(
    /^((?:core|workflows|activities|workers|client|tasks|deploy|tests|docs)\/[\w./-]*)$/gm,
    codeOf,
  );
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ found }) => !existsSync(join(root, found))).map(show)).toEqual([]);
});

test('the architecture page has a row for every top-level folder', () => {
  const tops = repositoryFiles().map((path) => /^([^./][^/]*)\//.exec(path)?.[1]);
  const folders = new Set(tops.filter((top) => top !== undefined && top !== 'docs'));
  const named = [...read('docs/architecture.md').matchAll(/^\| `([a-z]+)\/`/gm)];
  expect(folders.size).toBeGreaterThan(5);
  expect(new Set(named.map(([, name]) => name))).toEqual(folders);
});

test('no file names a path of the machine that it was written on', () => {
  const files = repositoryFiles().filter(isText);
  const machinePath = new RegExp(`(?<![\\w.*-])/(?:${['work', 'root'].join('|')})(?![\\w-])`);
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((path) => machinePath.test(read(path)))).toEqual([]);
});

/** Committed, or about to be. */
function repositoryFiles(): string[] {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', listing, { cwd: root, encoding: 'utf8' }).split('\0');
  return names.filter((name) => name !== '' && existsSync(join(root, name)));
}

/** Recorded histories and model files are data, taken as they came. */
function isText(path: string): boolean {
  return !/^tests\/(?:fixtures|replay\/histories)\/|\.(?:png|parquet|onnx)$/.test(path);
}
