import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../core/chat.ts';
import type { EvalDocument } from '../../../core/document.ts';
import type { Media } from '../../../core/media.ts';
import { TASK_KEYS } from '../../../core/schema/task-schema.ts';
import type { Task, TaskConfig } from '../../../core/task.ts';
import { createTask, type CreateTaskOptions } from '../../../tasks/create-task.ts';
import { fewshotPlan } from '../../../tasks/fewshot.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { loadTask } from '../../../tasks/load-task.ts';
import { temporaryFolder } from './temporary-folder.ts';

const HEAD = 'task: t\ndataset_path: jsonl\ntest_split: test\n';

function configOf(yaml: string, files: Readonly<Record<string, string>> = {}): TaskConfig {
  const prompt = yaml.includes('doc_to_text') ? '' : 'doc_to_text: question\n';
  const answer = /doc_to_target:|process_results:/.test(yaml) ? '' : 'doc_to_target: answer\n';
  const folder = temporaryFolder({ 't.yaml': HEAD + prompt + answer + yaml, ...files });
  return loadTask(join(folder, 't.yaml'));
}

async function taskOf(
  yaml: string,
  files: Readonly<Record<string, string>> = {},
  options: Omit<CreateTaskOptions, 'functions'> = {},
): Promise<Task> {
  const config = configOf(yaml, files);
  return createTask(config, { ...options, functions: await loadFunctions(config) });
}

const sound: Media = {
  kind: 'audio',
  sha256: 'cd'.repeat(32),
  mediaType: 'audio/wav',
  sizeBytes: 3,
  read: () => Promise.resolve(new Uint8Array(3)),
};
const picture: Media = { ...sound, kind: 'image', mediaType: 'image/png' };
const document: EvalDocument = {
  question: 'Which?',
  answer: 'blue',
  options: ['red', 'blue'],
  which: 1,
  clip: sound,
  image: picture,
};

describe('doc_to_text', () => {
  const choice = 'doc_to_choice: options\n';
  it.each([
    ['a number', 'doc_to_text: 1\n'],
    ['a column of numbers', 'doc_to_text: which\n'],
    ['a template that prints digits', 'doc_to_text: "{{ which }}"\n'],
  ])('as %s shows the choice at that position', async (_, yaml) => {
    expect(textOf((await taskOf(yaml + choice)).render(document).messages)).toBe('blue');
  });

  it('shows digits as they are where there are no choices, or none at that position', async () => {
    const bare = await taskOf('doc_to_text: "{{ which }}"\n');
    expect(textOf(bare.render(document).messages)).toBe('1');
    const beyond = await taskOf(`doc_to_text: "{{ which + 6 }}"\n${choice}`);
    expect(textOf(beyond.render(document).messages)).toBe('7');
  });

  it('as a number needs choices', () => {
    expect(() => configOf('doc_to_text: 1\n')).toThrow(
      /t\.yaml:5:1: doc_to_text: a number is a position among the choices: set doc_to_choice/,
    );
  });
});

describe('doc_to_audio', () => {
  const kinds = async (yaml: string) =>
    (await taskOf(yaml)).render(document).messages[0]?.content.map((part) => part.type);

  it('gives media like doc_to_visual, and after it', async () => {
    expect(await kinds('doc_to_audio: clip\n')).toEqual(['audio', 'text']);
    expect(await kinds('doc_to_audio: clip\ndoc_to_visual: image\n')).toEqual([
      'image',
      'audio',
      'text',
    ]);
  });

  it('does not stand beside a function', () => {
    const files = { 'm.mjs': 'export const media = () => [];\n' };
    expect(() => configOf('doc_to_audio: clip\ndoc_to_visual: !function m.media\n', files)).toThrow(
      /doc_to_audio: doc_to_visual is a function already/,
    );
  });
});

describe('settings by model', () => {
  const files = {
    'm.mjs':
      'export const target = (document, style) => `${document.answer} ${JSON.stringify(style)}`;\n',
  };
  const target = 'doc_to_target: !function m.target\nlmms_eval_specific_kwargs: { pre: x }\n';
  const specific = `${target}model_specific_target_kwargs: { default: mcq, big: { as: qa } }\n`;

  it('model_specific_target_kwargs go to doc_to_target alone, by model, else the default', async () => {
    const rendered = async (yaml: string, modelFamily?: string) =>
      (await taskOf(yaml, files, { modelFamily })).render(document).target;
    expect(await rendered(specific, 'big')).toBe('blue {"as":"qa"}');
    expect(await rendered(specific, 'other')).toBe('blue "mcq"');
    expect(await rendered(target, 'other')).toBe('blue {"pre":"x"}');
  });

  it('give chat and simple models the same prompt', async () => {
    const yaml =
      'doc_to_visual: image\ndescription: "D "\nlmms_eval_specific_kwargs: { default: { pre_prompt: P } }\ndoc_to_text: "{{ lmms_eval_specific_kwargs.pre_prompt }} {{ question }}"\n';
    const examples = [{ ...document, question: 'Who?' }];
    const prompts = await Promise.all(
      [
        'mock',
        'openai_compatible',
        'async_openai',
        'openai_compatible_chat',
        'onnx',
        undefined,
      ].map(async (modelFamily) =>
        JSON.stringify((await taskOf(yaml, {}, { modelFamily })).render(document, examples)),
      ),
    );
    expect(new Set(prompts).size).toBe(1);
    expect(prompts[0]).toContain('D P Who? blue\\n\\nP Which?');
  });
});

describe('examples', () => {
  it('come from the task file itself where it holds samples', () => {
    const config = configOf(
      'num_fewshot: 2\nfewshot_config: { sampler: first_n, samples: [{ question: a, answer: b }, { question: c, answer: d }] }\n',
    );
    expect(fewshotPlan(config)).toMatchObject({
      split: 'samples',
      count: 2,
      samples: [
        { question: 'a', answer: 'b' },
        { question: 'c', answer: 'd' },
      ],
    });
  });

  it('keep target_delimiter and fewshot_delimiter, which is also the default stop text', async () => {
    const yaml = 'target_delimiter: " => "\nfewshot_delimiter: "\\n--\\n"\n';
    const task = await taskOf(yaml);
    const { messages } = task.render(document, [{ ...document, question: 'Who?' }]);
    expect(textOf(messages)).toBe('Who? => blue\n--\nWhich?');
    expect(task.config.generation_kwargs).toEqual({ until: ['\n--\n'], do_sample: false });
  });
});

describe('keys that change scoring', () => {
  it('auto_strip_thinking strips before every filter', () => {
    expect(configOf('auto_strip_thinking: true\n').filter_list).toEqual([
      { name: 'none', filter: [{ function: 'strip_thinking' }, { function: 'take_first' }] },
    ]);
  });

  it('full_docs is kept for the scorer, which alone can use it', () => {
    const files = { 'm.mjs': 'export const score = () => ({ acc: 1 });\n' };
    const yaml = 'full_docs: true\nprocess_results: !function m.score\n';
    expect(configOf(yaml, files)).toMatchObject({ full_docs: true });
    expect(() => configOf('full_docs: true\n')).toThrow(/only process_results can see/);
  });

  it('score_key and cluster_key are names of fields', () => {
    expect(configOf('score_key: points\ncluster_key: page\n')).toMatchObject({
      score_key: 'points',
      cluster_key: 'page',
    });
  });
});

describe('the page of all keys', () => {
  it('has each of them', () => {
    const page = readFileSync(resolve('docs/task-yaml.md'), 'utf8');
    expect(TASK_KEYS.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
  });
});

describe('keys of earlier harnesses', () => {
  it('that ask for nothing here are read and change nothing', () => {
    const plain = { ...configOf(''), $directory: '' };
    const legacy = configOf(
      'process_results_use_image: true\nshould_decontaminate: true\ndoc_to_decontamination_query: question\n',
    );
    expect({ ...legacy, $directory: '' }).toEqual(plain);
  });

  it.each([
    [
      'use_prompt: promptsource',
      /t\.yaml:6:1: key "use_prompt": .*write the prompt in doc_to_text/,
    ],
    ['class: x', /t\.yaml:6:1: key "class": .*Python classes cannot run here/],
  ])('%s is refused with what to write instead', (yaml, reason) => {
    expect(() => configOf(`${yaml}\n`)).toThrow(reason);
  });
});
