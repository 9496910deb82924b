import { describe, expect, it } from 'vitest';
import { lintFolder } from '../../../tasks/lint-folder.ts';
import { taskYaml, temporaryFolder } from './temporary-folder.ts';

const messages = (folder: string, level: 'error' | 'advice'): string[] =>
  lintFolder(folder)
    .findings.filter((finding) => finding.level === level)
    .map(({ message }) => message);

describe('lintFolder', () => {
  it('finds nothing wrong with a whole folder', () => {
    const folder = temporaryFolder({
      'README.md': 'What it is.',
      'fixture.jsonl': '{}\n',
      _base: 'repeats: 1\n',
      'one.yaml': `include: _base\n${taskYaml('lint_one')}`,
      'all.yaml': 'group: lint_all\ntask: [lint_one]\n',
    });
    expect(lintFolder(folder)).toMatchObject({ findings: [], tasks: [{ name: 'lint_one' }] });
  });

  it('tells all errors of all files at once, each with file and line', () => {
    const folder = temporaryFolder({
      'README.md': 'x',
      'a.yaml': taskYaml('lint_a', 'repeats: 0\nfoo: 1\n'),
      'b.yaml': taskYaml('lint_b', 'doc_to_visul: image\n'),
      'torn.yaml': 'task: [',
      'group.yaml': 'group: lint_group\ntask: [lint_c, lint_d]\n',
      'c.yaml': taskYaml('lint_c'),
      'c2.yaml': taskYaml('lint_c'),
    });
    const errors = messages(folder, 'error').join('\n');
    expect(errors).toMatch(/a\.yaml:7:1: repeats/);
    expect(errors).toMatch(/a\.yaml:8:1: unknown key "foo"/);
    expect(errors).toMatch(
      /b\.yaml:7:1: unknown key "doc_to_visul"\. Did you mean "doc_to_visual"/,
    );
    expect(errors).toMatch(/torn\.yaml:1/);
    expect(errors).toMatch(/"lint_c" is the name of both .*c\.yaml and .*c2\.yaml/);
  });

  it('names members of groups that do not exist', () => {
    const folder = temporaryFolder({
      'README.md': 'x',
      'group.yaml': 'group: lint_group\ntask: [lint_c, lint_d]\n',
      'c.yaml': taskYaml('lint_c'),
    });
    expect(messages(folder, 'error')).toEqual([
      expect.stringMatching(/lint_group: .*"lint_d".*Did you mean "lint_c"/),
    ]);
  });

  it('advises on what is missing, left over or without effect', () => {
    const folder = temporaryFolder({
      'a.yaml': taskYaml('lint_a', 'should_decontaminate: true\n').replace('jsonl', 'org/data'),
      'b.yaml': `${taskYaml('lint_b')}process_results: !function utils.score\n`,
      'template.yaml': 'repeats: 2\n',
      'utils.ts': 'export function score() { return { acc: 1 }; }\nexport const old = () => 1;\n',
    });
    const advice = messages(folder, 'advice').join('\n');
    expect(messages(folder, 'error')).toEqual([]);
    expect(advice).toMatch(/a\.yaml: should_decontaminate has no effect/);
    expect(advice).toMatch(/template\.yaml names neither a task nor a group/);
    expect(advice).toMatch(/utils\.ts: nothing here uses old\./);
    expect(advice).not.toContain('uses score');
    expect(advice).toMatch(/has no README\.md/);
    expect(advice).toMatch(/^a\.yaml: no fixture\.jsonl/m);
  });

  it('refuses a folder that is not there, and one without tasks', () => {
    expect(() => lintFolder('/no/such/folder')).toThrow(/no such folder/);
    expect(messages(temporaryFolder({ 'README.md': 'x' }), 'error')).toEqual([
      expect.stringMatching(/holds no file that ends in \.yaml/),
    ]);
  });
});
