import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTaskRegistry } from '../../../tasks/registry.ts';
import { groupSubtasks, type TaskSelection } from '../../../tasks/task-selection.ts';
import { taskYaml, temporaryFolder } from './temporary-folder.ts';

const names = (selection: TaskSelection): string[] => selection.tasks.map((task) => task.name);

const CATALOGUE = {
  'a/one.yaml': taskYaml('zoo_one', 'tag: [quick, animals]\n'),
  'a/two.yaml': `include: ../_base\n${taskYaml('zoo_two')}`,
  'b/three.yaml': taskYaml('zoo_three', 'num_fewshot: 1\n'),
  _base: 'tag: quick\n',
  'groups/inner.yaml': 'group: zoo_inner\ntask: [zoo_one, zoo_two]\nnum_fewshot: 2\n',
  'groups/outer.yaml': `group: zoo
group_alias: Zoo
task:
  - zoo_inner
  - zoo_three
  - task: zoo_three
    num_fewshot: 7
aggregate_metric_list:
  - metric: acc
    weight_by_size: true
metadata: { version: 2 }
num_fewshot: 5
`,
};

describe('openTaskRegistry', () => {
  it('expands nested groups with overrides, nearest to the task first', async () => {
    const registry = await openTaskRegistry({ includePaths: [temporaryFolder(CATALOGUE)] });
    const selection = registry.resolve(['zoo']);
    expect(
      selection.tasks.map(({ name, config }) => [name, config.task, config.num_fewshot]),
    ).toEqual([
      ['zoo_one', 'zoo_one', 2],
      ['zoo_two', 'zoo_two', 2],
      ['zoo_three', 'zoo_three', 5],
      ['zoo_three-1', 'zoo_three-1', 7],
    ]);
    expect(groupSubtasks(selection)).toEqual({
      zoo_inner: ['zoo_one', 'zoo_two'],
      zoo: ['zoo_inner', 'zoo_three', 'zoo_three-1'],
    });
    expect(selection.groups.at(-1)).toMatchObject({
      alias: 'Zoo',
      aggregateMetrics: [
        { metric: 'acc', aggregation: 'mean', weight_by_size: true, filter_list: ['none'] },
      ],
      metadata: { version: 2 },
    });
  });

  it('finds tasks by tag, also where an include brings the tag', async () => {
    const registry = await openTaskRegistry({ includePaths: [temporaryFolder(CATALOGUE)] });
    const selection = registry.resolve(['quick']);
    expect(names(selection)).toEqual(['zoo_one', 'zoo_two']);
    expect(selection.groups).toEqual([
      { name: 'quick', kind: 'tag', members: ['zoo_one', 'zoo_two'], aggregateMetrics: [] },
    ]);
  });

  it('matches wildcards and never evaluates a task twice', async () => {
    const registry = await openTaskRegistry({ includePaths: [temporaryFolder(CATALOGUE)] });
    expect(names(registry.resolve(['zoo_t*']))).toEqual(['zoo_three', 'zoo_two']);
    expect(names(registry.resolve(['zoo_[n-p]*']))).toEqual(['zoo_one']);
    expect(names(registry.resolve(['zoo_tw?', 'zoo_two']))).toEqual(['zoo_two']);
  });

  it('resolves a YAML file and a folder', async () => {
    const folder = temporaryFolder(CATALOGUE);
    const registry = await openTaskRegistry();
    expect(names(registry.resolve([join(folder, 'b/three.yaml')]))).toEqual(['zoo_three']);
    expect(names(registry.resolve([join(folder, 'a')]))).toEqual(['zoo_one', 'zoo_two']);
  });

  it('refuses the same task with different settings in one run', async () => {
    const registry = await openTaskRegistry({ includePaths: [temporaryFolder(CATALOGUE)] });
    expect(() => registry.resolve(['zoo_inner', 'zoo_one'])).toThrow(
      /zoo_one twice with different/,
    );
  });

  it('names the nearest task for an unknown one', async () => {
    const registry = await openTaskRegistry({ includePaths: [temporaryFolder(CATALOGUE)] });
    const attempt = () => registry.resolve(['zoo_oen']);
    expect(attempt).toThrow(/"zoo_oen".*Did you mean "zoo_one"\?/);
    expect(attempt).toThrow(expect.objectContaining({ code: 'task-not-found' }) as Error);
    expect(() => registry.resolve(['nothing*'])).toThrow(/matches none/);
    expect(() => registry.resolve(['./nowhere.yaml'])).toThrow(/nowhere\.yaml: it does not exist/);
  });

  it('names both files of a duplicate name', async () => {
    const folder = temporaryFolder({ 'a.yaml': taskYaml('same'), 'b.yaml': taskYaml('same') });
    await expect(openTaskRegistry({ includePaths: [folder] })).rejects.toThrow(
      /"same" is the name of both .*a\.yaml and .*b\.yaml/,
    );
  });

  it('refuses a group that contains itself', async () => {
    const folder = temporaryFolder({
      'a.yaml': 'group: ring_a\ntask: [ring_b]\n',
      'b.yaml': 'group: ring_b\ntask: [ring_a]\n',
    });
    const registry = await openTaskRegistry({ includePaths: [folder] });
    expect(() => registry.resolve(['ring_a'])).toThrow(/ring_a -> ring_b -> ring_a/);
  });

  it('refuses a group without tasks', async () => {
    const folder = temporaryFolder({ 'a.yaml': '{ "group": "hollow", "task": [] }\n' });
    const registry = await openTaskRegistry({ includePaths: [folder] });
    expect(() => registry.resolve(['hollow'])).toThrow(/hollow of .*a\.yaml: .* is empty/);
  });

  it('expands a group written inside another, and the tasks of a tag', async () => {
    const folder = temporaryFolder({
      'a.yaml': taskYaml('in_a', 'tag: in_tag\n'),
      'b.yaml': taskYaml('in_b', 'tag: in_tag\n'),
      'outer.yaml':
        'group: in_outer\ntask:\n  - group: in_inner\n    task: [{ task: in_a, repeats: 3 }]\n    num_fewshot: 1\n  - in_tag\nrepeats: 2\n',
    });
    const registry = await openTaskRegistry({ includePaths: [folder] });
    const attempt = () => registry.resolve(['in_outer']);
    // in_a would be asked with two settings under one name.
    expect(attempt).toThrow(/in_a twice with different settings/);
    writeFileSync(
      join(folder, 'outer.yaml'),
      'group: in_outer\ntask:\n  - group: in_inner\n    task: [{ task: in_a, repeats: 3 }]\n    num_fewshot: 1\n  - in_b\nrepeats: 2\n',
    );
    const selection = (await openTaskRegistry({ includePaths: [folder] })).resolve(['in_outer']);
    expect(groupSubtasks(selection)).toEqual({
      in_inner: ['in_a'],
      in_outer: ['in_inner', 'in_b'],
    });
    expect(
      selection.tasks.map(({ config }) => [config.task, config.repeats, config.num_fewshot]),
    ).toEqual([
      ['in_a', 3, 1],
      ['in_b', 2, 0],
    ]);
  });

  it('lists a broken file with its fault and keeps the others usable', async () => {
    const folder = temporaryFolder({
      'good.yaml': taskYaml('good_task'),
      'bad.yaml': taskYaml('bad_task', 'nonsense: 1\n'),
      'torn.yaml': 'task: [',
    });
    const registry = await openTaskRegistry({ includePaths: [folder] });
    const rows = registry.list();
    expect(rows.find((row) => row.name === 'bad_task')?.error).toMatch(/nonsense/);
    expect(rows.find((row) => row.name === 'good_task')).toMatchObject({
      outputType: 'generate_until',
      dataset: 'jsonl',
      split: 'test',
    });
    expect(() => registry.resolve(['torn'])).toThrow(/Unreadable: .*torn\.yaml/);
  });

  it('opens a catalogue of a thousand files without parsing them', async () => {
    const folder = temporaryFolder({});
    for (let index = 0; index < 1000; index += 1) {
      // A body no YAML parser accepts shows that discovery reads the names only.
      mkdirSync(join(folder, `d${index % 50}`), { recursive: true });
      writeFileSync(join(folder, `d${index % 50}/t${index}.yaml`), `task: many_${index}\nx: [\n`);
    }
    const registry = await openTaskRegistry({ includePaths: [folder] });
    expect(() => registry.resolve(['many_7'])).toThrow(/t7\.yaml:/);
  });

  it('resolves the shipped shapes benchmark', async () => {
    const registry = await openTaskRegistry();
    const selection = registry.resolve(['shapes']);
    expect(names(selection)).toEqual(['shapes_mc', 'shapes_free', 'shapes_loglikelihood']);
    expect(selection.tasks[0]?.config.$directory).toBe('builtin:shapes');
  });
});
