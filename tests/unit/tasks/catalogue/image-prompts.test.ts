import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { textOf } from '../../../../core/chat.ts';
import type { EvalDocument } from '../../../../core/document.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';

const QUESTION: EvalDocument = {
  question: 'Is it a cat?',
  image: null,
  answer: 'yes',
  answers: ['yes'],
};
const SIGN: EvalDocument = { ...QUESTION, ocr_tokens: ['STOP'] };
const CHOICE: EvalDocument = {
  ...QUESTION,
  id: 'validation_Art_1',
  question_type: 'multiple-choice',
  options: "['yes', 'no']",
};
const XCOMPOSER_END = '[UNUSED_TOKEN_145]\n[UNUSED_TOKEN_146]assistant\n';

/** Some model families were trained on, or are published with, prompts of their own. */
const CASES: readonly (readonly [
  task: string,
  family: string,
  document: EvalDocument,
  prompt: string,
])[] = [
  ['mme/mme', 'gpt4v', QUESTION, 'Is it a cat?\nAnswer the question with Yes or No.'],
  ['mme/mme', 'qwen_vl', QUESTION, 'Is it a cat? Answer:'],
  ['mme/mme', 'otterhd', QUESTION, 'Is it a cat? Answer:'],
  [
    'mme/mme',
    'xcomposer2_4khd',
    QUESTION,
    `[UNUSED_TOKEN_146]user\nIs it a cat? Answer this question briefly${XCOMPOSER_END}`,
  ],
  ['mme/mme', 'plm', QUESTION, 'Is it a cat?'],
  ['pope/pope_adv', 'plm', QUESTION, 'Is it a cat?\nYour response must be concise.'],
  ['ocrbench/ocrbench', 'plm', QUESTION, 'Is it a cat?\nProvide a short and direct response.'],
  ['chartqa/chartqa_lite', 'qwen_vl', QUESTION, 'Is it a cat? Answer:'],
  ['docvqa/docvqa_val', 'qwen_vl', QUESTION, 'Is it a cat? Answer:'],
  ['textvqa/textvqa_val', 'qwen_vl', SIGN, 'Is it a cat? Answer:'],
  ['textvqa/textvqa_val', 'plm', SIGN, 'Is it a cat?\nProvide a short and direct response.'],
  ['vqav2/vqav2_test', 'plm', { ...QUESTION, multiple_choice_answer: '' }, 'Is it a cat?'],
  ['ok_vqa/ok_vqa_val2014', 'plm', QUESTION, 'Is it a cat?\nRespond with one word.'],
  [
    'visulogic/visulogic',
    'qwen_vl',
    { ...QUESTION, label: 'A', image_path: '' },
    'Is it a cat? Answer:',
  ],
  [
    'realworldqa/realworldqa',
    'xcomposer2_4khd',
    {
      ...QUESTION,
      question:
        'Is it a cat? Please answer directly with only the letter of the correct option and nothing else.',
    },
    `[UNUSED_TOKEN_146]user\nQuestion: Is it a cat? ${XCOMPOSER_END}The answer is`,
  ],
  [
    'scienceqa/scienceqa_img',
    'idefics2',
    { ...QUESTION, hint: '', choices: ['yes', 'no'], answer: 0 },
    'Is it a cat?\nA. yes\nB. no\nAnswer:',
  ],
  [
    'mmstar/mmstar',
    'qwen3_vl',
    QUESTION,
    'Question: Is it a cat?Answer with the option letter only.',
  ],
  [
    'mmmu/mmmu_val',
    'qwen3_vl',
    CHOICE,
    'Question: Is it a cat?\nOptions:\nA. yes\nB. no\nAnswer with the option letter only.',
  ],
  [
    'mmmu/mmmu_val',
    'qwen3_vl',
    { ...CHOICE, question_type: 'open', options: '[]' },
    'Question: Is it a cat?\nOptions:\n\nPlease select the correct answer from the options above.',
  ],
  [
    'mmmu_pro/mmmu_pro_standard',
    'qwen3_vl',
    CHOICE,
    'Question: Is it a cat?\nOptions:\nA. yes\nB. no\nAnswer with the option letter only.',
  ],
];

test.each(CASES)(
  '%s asks a model of the family %s in its own words',
  async (name, modelFamily, document, prompt) => {
    const config = loadTask(resolve('tasks', `${name}.yaml`));
    const task = createTask(config, { functions: await loadFunctions(config), modelFamily });
    expect(textOf(task.render(document).messages)).toBe(prompt);
  },
);
