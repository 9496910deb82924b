import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderAtRevision } from '../../../client/cli/git-revision.ts';
import { temporaryFolder } from '../tasks/temporary-folder.ts';

function repository(): { top: string; git: (...args: readonly string[]) => string } {
  const top = temporaryFolder({
    'tasks/a/t.yaml': 'task: old\n',
    'core/x.ts': 'export const x = 1;\n',
  });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', top, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      encoding: 'utf8',
    });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  return { top, git };
}

describe('folderAtRevision', () => {
  it('gives a folder as it was, with the code it imports, and touches nothing', async () => {
    const { top, git } = repository();
    writeFileSync(join(top, 'tasks/a/t.yaml'), 'task: new\n');
    writeFileSync(join(top, 'core/x.ts'), 'export const x = 2;\n');
    git('add', 'core/x.ts');
    const status = git('status', '--porcelain');
    const then = await folderAtRevision(join(top, 'tasks/a'), 'HEAD');
    try {
      expect(readFileSync(join(then.folder, 't.yaml'), 'utf8')).toBe('task: old\n');
      expect(readFileSync(join(then.folder, '../../core/x.ts'), 'utf8')).toContain('x = 1');
      expect(git('status', '--porcelain')).toBe(status);
    } finally {
      then.remove();
    }
    expect(existsSync(then.folder)).toBe(false);
  });

  it('refuses what is no revision, never taking it for an option of git', async () => {
    const { top } = repository();
    const folder = join(top, 'tasks/a');
    await expect(folderAtRevision(folder, 'nowhere')).rejects.toThrow(/no such revision/);
    await expect(folderAtRevision(folder, '--output=/tmp/x')).rejects.toThrow(/no such revision/);
    mkdirSync(join(top, 'tasks/b'));
    await expect(folderAtRevision(join(top, 'tasks/b'), 'HEAD')).rejects.toThrow(/did not exist/);
    await expect(folderAtRevision(temporaryFolder({}), 'HEAD')).rejects.toThrow(
      /not inside a git repository/,
    );
  });
});
