import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../core/chat.ts';
import type { EvalDocument } from '../../../core/document.ts';
import type { Media } from '../../../core/media.ts';
import type { Task } from '../../../core/task.ts';
import { createTask, type CreateTaskOptions } from '../../../tasks/create-task.ts';
import { loadFunctions } from '../../../tasks/load-functions.ts';
import { loadTask } from '../../../tasks/load-task.ts';
import { temporaryFolder } from './temporary-folder.ts';

const image: Media = {
  kind: 'image',
  sha256: 'ab'.repeat(32),
  mediaType: 'image/png',
  sizeBytes: 3,
  read: () => Promise.resolve(new Uint8Array(3)),
};
const document: EvalDocument = {
  image,
  images: [image, null, image],
  question: 'Which?',
  answer: 'blue',
  choices: ['red', 'blue'],
  printed: "['red', 'blue']",
  position: 1,
  digits: '1',
  letter: 'B',
};

async function taskOf(
  yaml: string,
  options: Omit<CreateTaskOptions, 'functions'> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Task> {
  const head = 'task: t\ndataset_path: jsonl\ntest_split: test\n';
  const answer = /doc_to_target|process_results/.test(yaml) ? '' : 'doc_to_target: answer\n';
  const folder = temporaryFolder({ 't.yaml': head + yaml + answer, ...files });
  const config = loadTask(join(folder, 't.yaml'));
  return createTask(config, { ...options, functions: await loadFunctions(config) });
}

describe('createTask', () => {
  it('puts visuals first, then description, examples and question in one user message', async () => {
    const task = await taskOf(
      'doc_to_text: "Q: {{ question }}"\ndoc_to_target: answer\ndoc_to_visual: [image, images]\ndescription: "Look. "\n',
      { systemInstruction: 'Be brief.' },
    );
    const { messages, target } = task.render(document, [{ ...document, question: 'Who?' }]);
    expect(messages.map((message) => message.role)).toEqual(['system', 'user']);
    expect(messages[1]?.content.map((part) => part.type)).toEqual([
      'image',
      'image',
      'image',
      'text',
    ]);
    expect(textOf(messages)).toBe('Be brief.\nLook. Q: Who? blue\n\nQ: Which?');
    expect(target).toBe('blue');
  });

  it('writes examples as fewshot_config says, and the question as before', async () => {
    const task = await taskOf(
      'doc_to_text: question\ndoc_to_target: answer\nfewshot_config:\n  doc_to_text: !function m.solved\n  doc_to_target: ""\n',
      {},
      { 'm.mjs': 'export const solved = (row) => `${row.question} So: ${row.answer}.`;' },
    );
    const { messages, target } = task.render(document, [{ ...document, question: 'Who?' }]);
    expect(textOf(messages)).toBe('Who? So: blue. \n\nWhich?');
    expect(target).toBe('blue');
  });

  it('shows examples as turns when asked to', async () => {
    const task = await taskOf('doc_to_text: question\ndoc_to_target: answer\ndescription: "D "\n', {
      fewshotAsMultiturn: true,
    });
    const { messages } = task.render(document, [{ ...document, question: 'Who?' }]);
    expect(messages.map((message) => [message.role, textOf([message])])).toEqual([
      ['user', 'D Who?'],
      ['assistant', 'blue'],
      ['user', 'Which?'],
    ]);
  });

  it.each(['choices', '"{{ choices }}"', 'printed', '[red, blue]', '{ A: red, B: blue }'])(
    'reads choices from %s',
    async (choices) => {
      const task = await taskOf(
        `output_type: multiple_choice\ndoc_to_text: question\ndoc_to_choice: ${choices}\ndoc_to_target: answer\n`,
      );
      expect(task.render(document)).toMatchObject({ choices: ['red', 'blue'], goldIndices: [1] });
    },
  );

  it.each([
    'answer',
    'position',
    'digits',
    'letter',
    '"{{ position }}"',
    '1',
    '[blue]',
    '"{{ [\'blue\'] }}"',
  ])('finds the right choice from the target %s', async (target) => {
    const task = await taskOf(
      `output_type: multiple_choice\ndoc_to_text: question\ndoc_to_choice: choices\ndoc_to_target: ${target}\n`,
    );
    expect(task.render(document).goldIndices).toEqual([1]);
  });

  it('refuses an answer outside the choices', async () => {
    const task = await taskOf(
      'output_type: multiple_choice\ndoc_to_text: question\ndoc_to_choice: choices\ndoc_to_target: answer\n',
    );
    expect(() => task.render({ ...document, answer: 'green' })).toThrow(
      /"green" among the 2 choices/,
    );
    expect(() => task.render({ ...document, answer: 2 })).toThrow(/answer 2 among/);
    expect(() => task.render({ ...document, choices: [] })).toThrow(/expected a list of choices/);
  });

  it('leaves the answer to a scorer of its own where the split has none', async () => {
    const task = await taskOf(
      'output_type: multiple_choice\ndoc_to_text: question\ndoc_to_choice: choices\ndoc_to_target: answer\nprocess_results: !function m.score\n',
      {},
      { 'm.mjs': 'export const score = () => ({ submission: 1 });\n' },
    );
    const rendered = task.render({ ...document, answer: '' });
    expect(rendered).toMatchObject({ choices: ['red', 'blue'], target: '' });
    expect(rendered.goldIndices).toBeUndefined();
    expect(task.render(document).goldIndices).toEqual([1]);
  });

  it('compares the text of a choice where an answer is generated', async () => {
    const task = await taskOf(
      'doc_to_text: question\ndoc_to_choice: choices\ndoc_to_target: "{{ position }}"\n',
    );
    expect(task.render(document)).toMatchObject({ target: 'blue', choices: ['red', 'blue'] });
    expect(task.render(document).goldIndices).toBeUndefined();
  });

  it('never takes a misspelt column for a constant', async () => {
    const task = await taskOf('doc_to_text: question\ndoc_to_target: anwser\n');
    expect(() => task.render(document)).toThrow(/no column "anwser"\. Did you mean "answer"\?/);
    const visual = await taskOf('doc_to_text: question\ndoc_to_visual: imag\n');
    expect(() => visual.render(document)).toThrow(/doc_to_visual.*no column "imag"/);
  });

  it('refuses a text where an image should be, and an image where text should be', async () => {
    const visual = await taskOf('doc_to_text: question\ndoc_to_visual: question\n');
    expect(() => visual.render(document)).toThrow(/gives the text "Which\?", not an image/);
    const text = await taskOf('doc_to_text: image\n');
    expect(() => text.render(document)).toThrow(/holds image data/);
  });

  it('calls functions beside the YAML with the settings of the model', async () => {
    const yaml = `doc_to_text: !function prompts.text
doc_to_visual: !function prompts.visual
doc_to_target: answer
process_results: !function prompts.score
lmms_eval_specific_kwargs:
  default: { pre: "D " }
  big: { pre: "B " }
`;
    const files = {
      'prompts.ts': `export const text = (document: { question: string }, settings: { pre?: string }): string =>
  (settings.pre ?? '') + document.question;
export const visual = (document: { image: unknown }) => [document.image];
export const score = (document: { answer: string }, responses: string[]) => ({ acc: Number(responses[0] === document.answer) });
`,
    };
    const big = await taskOf(yaml, { modelFamily: 'big' }, files);
    expect(textOf(big.render(document).messages)).toBe('B Which?');
    expect(big.render(document).messages[0]?.content[0]).toEqual({ type: 'image', media: image });
    expect(big.processResults?.(document, ['blue'], {})).toEqual({ acc: 1 });
    const other = await taskOf(yaml, { modelFamily: 'small' }, files);
    expect(textOf(other.render(document).messages)).toBe('D Which?');
  });

  it('names a missing function and the nearest export', async () => {
    const attempt = taskOf(
      'doc_to_text: !function prompts.txet\n',
      {},
      {
        'prompts.mjs': 'export const text = () => "x";\n',
      },
    );
    await expect(attempt).rejects.toThrow(
      /exports no function of that name.*Did you mean "text"\?/,
    );
  });

  it('never runs Python and says what to write instead', async () => {
    const attempt = taskOf('doc_to_text: !function utils.text\n', {}, { 'utils.py': 'x = 1\n' });
    await expect(attempt).rejects.toThrow(/t\.yaml:4:24.*utils\.py is Python, which is never run/);
  });

  it('checks what doc_to_messages returns', async () => {
    const files = {
      'm.mjs': `export const good = (document) => [{ role: 'user', content: [{ type: 'text', text: document.question }] }];
export const bad = () => [{ role: 'robot', content: [] }];
`,
    };
    const good = await taskOf(
      'doc_to_messages: !function m.good\n',
      { systemInstruction: 'S' },
      files,
    );
    expect(textOf(good.render(document).messages)).toBe('S\nWhich?');
    const bad = await taskOf('doc_to_messages: !function m.bad\n', {}, files);
    expect(() => bad.render(document)).toThrow(/doc_to_messages of the task t: expected a list/);
  });

  it('reports a function that fails as the fault of that document', async () => {
    const task = await taskOf(
      'doc_to_text: !function m.fail\n',
      {},
      {
        'm.mjs': 'export const fail = () => { throw new Error("no such key"); };\n',
      },
    );
    expect(() => task.render(document)).toThrow(/function fail failed: no such key/);
  });
});
