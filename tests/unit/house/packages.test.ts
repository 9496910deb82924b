import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const packageFile = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};

/** Two copies of protobufjs make classes differ between packages: "type must be a Type". */
test('one copy of protobufjs is installed', () => {
  const found = execFileSync('find', ['node_modules', '-type', 'd', '-name', 'protobufjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(found.trim().split('\n')).toEqual(['node_modules/protobufjs']);
});

test('every Temporal package has the same exact version', () => {
  const versions = Object.entries({ ...packageFile.dependencies, ...packageFile.devDependencies })
    .filter(([name]) => name.startsWith('@temporalio/'))
    .map(([, version]) => version);
  expect(versions.length).toBeGreaterThan(5);
  expect(new Set(versions)).toEqual(new Set([versions[0]]));
  expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
});

/** A cached workflow costs its modules' memory again and again. */
test('the workflow bundle is small and holds no zod', () => {
  const code = readFileSync(join(root, 'dist', 'workflow-bundle.js'), 'utf8');
  const withoutMap = code.slice(0, code.lastIndexOf('//# sourceMappingURL'));
  expect(withoutMap.length).toBeLessThan(700_000);
  expect(withoutMap.length).toBeGreaterThan(100_000);
  expect(withoutMap).not.toContain('node_modules/zod');
});

test('the committed model checkpoints stay under 3 MB together', () => {
  const folder = join(root, 'tests', 'fixtures', 'tiny-vlm', 'checkpoints');
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const state = statSync(join(folder, name));
    return state.isFile() ? state.size : 0;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThan(3 * 1024 * 1024);
});
