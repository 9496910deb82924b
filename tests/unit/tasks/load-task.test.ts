import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTask } from '../../../tasks/load-task.ts';
import { taskYaml, temporaryFolder } from './temporary-folder.ts';

describe('loadTask', () => {
  it('completes a task with the documented defaults', () => {
    const folder = temporaryFolder({ 'a.yaml': taskYaml('a', 'dataset_name: null\n') });
    expect(loadTask(join(folder, 'a.yaml'))).toEqual({
      task: 'a',
      dataset_path: 'jsonl',
      dataset_kwargs: { data_files: 'data.jsonl' },
      test_split: 'test',
      doc_to_text: 'question',
      doc_to_target: 'answer',
      output_type: 'generate_until',
      description: '',
      target_delimiter: ' ',
      fewshot_delimiter: '\n\n',
      num_fewshot: 0,
      metric_list: [{ metric: 'exact_match' }],
      filter_list: [{ name: 'none', filter: [{ function: 'take_first' }] }],
      generation_kwargs: { until: ['\n\n'], do_sample: false },
      repeats: 1,
      score_key: 'score',
      $directory: folder,
    });
  });

  it('lets own keys win over includes and earlier includes over later ones', () => {
    const folder = temporaryFolder({
      'task.yaml': `include: [first, sub/second]\n${taskYaml('t', 'description: own\n')}`,
      first: 'description: first\ntask_alias: first\n',
      'sub/second': 'include: third\ntask_alias: second\ncluster_key: second\n',
      'sub/third': 'cluster_key: third\nscore_key: third\n',
    });
    expect(loadTask(join(folder, 'task.yaml'))).toMatchObject({
      description: 'own',
      task_alias: 'first',
      cluster_key: 'second',
      score_key: 'third',
    });
  });

  it('refuses an include cycle and names the chain', () => {
    const folder = temporaryFolder({ 'a.yaml': 'include: b', b: 'include: a.yaml' });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(
      /includes itself \(a\.yaml -> b -> a\.yaml\)/,
    );
  });

  it('names a missing include and the nearest file', () => {
    const folder = temporaryFolder({ 'a.yaml': 'include: templat', template: '' });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(
      /a\.yaml:1:1: .*templat does not exist\. Did you mean "template"\?/,
    );
  });

  it('names an unknown key with its file, line and the nearest valid key', () => {
    const folder = temporaryFolder({ 'a.yaml': taskYaml('a', 'doc_to_visul: image\n') });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(
      /a\.yaml:7:1: unknown key "doc_to_visul"\. Did you mean "doc_to_visual"\?/,
    );
  });

  it('places a wrong value of an included file in that file', () => {
    const folder = temporaryFolder({
      'a.yaml': `include: base\n${taskYaml('a')}`,
      base: 'metadata: {}\nnum_fewshot: many\n',
    });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(/base:2:1: num_fewshot: .*number/);
  });

  it('reports every fault of a file at once', () => {
    const folder = temporaryFolder({
      'a.yaml': taskYaml('a', 'repeats: 0\nuse_prompt: x\nfoo: 1\n'),
    });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(
      /a\.yaml:8:1: key "use_prompt".*\n.*a\.yaml:7:1: repeats.*\n.*a\.yaml:9:1: unknown key "foo"/s,
    );
  });

  it.each([
    ['class: x', /Python classes cannot run/],
    ['full_docs: true', /only process_results can see all documents/],
    ['process_results: !function u.f', /u\.ts.*does not exist/],
    ['group: g\ntag: t', /both "group" and "tag"/],
    ['output_type: multiple_choice', /needs doc_to_choice/],
    ['generation_kwargs: { until: 3 }', /"until" must be/],
    ['output_type: multiple_choice\ndoc_to_choice: [yes, no]', /in quotes/],
    ['metric_list: [{ metric: !function u.f }]', /u\.ts.*does not exist/],
  ])('refuses "%s" with a reason', (more, reason) => {
    const folder = temporaryFolder({ 'a.yaml': taskYaml('a', `${more}\n`) });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(reason);
  });

  it('refuses a task without a split, a prompt or an answer', () => {
    const folder = temporaryFolder({ 'a.yaml': 'task: a\ndataset_path: jsonl\n' });
    expect(() => loadTask(join(folder, 'a.yaml'))).toThrow(
      /test_split or validation_split.*doc_to_text or doc_to_messages.*doc_to_target or process_results/s,
    );
  });

  it('chooses generation settings by model', () => {
    const folder = temporaryFolder({
      'a.yaml': taskYaml(
        'a',
        'generation_kwargs: { max_new_tokens: 8 }\nmodel_specific_generation_kwargs: { big: { max_new_tokens: 64 }, default: { temperature: 0 } }\n',
      ),
    });
    const path = join(folder, 'a.yaml');
    expect(loadTask(path, { modelFamily: 'big' }).generation_kwargs).toEqual({
      until: ['\n\n'],
      max_new_tokens: 64,
    });
    expect(loadTask(path).generation_kwargs).toEqual({
      until: ['\n\n'],
      max_new_tokens: 8,
      temperature: 0,
    });
  });

  it('reads a legacy group of a task as a tag and "none" as no reasoning tags', () => {
    const folder = temporaryFolder({ 'a.yaml': taskYaml('a', 'group: g\nreasoning_tags: none\n') });
    expect(loadTask(join(folder, 'a.yaml'))).toMatchObject({ tag: ['g'], reasoning_tags: null });
  });
});
