import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InferenceRow, LogLikelihoodPair } from '../../../../core/rows.ts';
import { scoreDocument } from '../../../../core/scoring/score-document.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import {
  doc_to_choice,
  process_results,
  process_results_letter,
} from '../../../../tasks/egoschema/egoschema.ts';
import { loadFunctions } from '../../../../tasks/load-functions.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { scoreFixture } from './score-fixture.ts';

const TASK = 'egoschema_subset_mcppl';

describe(TASK, () => {
  it('counts the questions whose right option is the likeliest', async () => {
    const answers = [1, 0, 0, 2, 3].map(favouring);
    const { prompts, parts, rows, metrics } = await scoreFixture('egoschema', TASK, answers);
    expect(prompts[0]).toBe('What is C mainly doing?');
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['1', '0', '4', '2', '3']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[2]?.metrics).toEqual({
      submission: { 'clip-2': 0 },
      score: { pred: 0, ground_truth: '4' },
    });
    expect(metrics).toMatchObject({ 'score,none': 0.8, 'score_n,none': 5 });
  });

  it('takes the smallest number where the numbers are losses', async () => {
    const config = loadTask(resolve('tasks/egoschema', `${TASK}.yaml`));
    const task = createTask(config, { functions: await loadFunctions(config) });
    const losses: LogLikelihoodPair[] = [
      [1.5, false],
      [0.5, false],
    ];
    const row: InferenceRow = {
      doc: 0,
      repeat: 0,
      status: 'ok',
      output: losses,
      usage: {},
      attempts: 1,
      origin: 'fresh',
      promptSha256: '',
      docSha256: '',
      mediaSha256: [],
    };
    const [scored] = scoreDocument({
      task,
      doc: 0,
      document: { video_idx: 'clip', answer: '1' },
      rendered: { messages: [], target: '1' },
      rows: [row],
      reasoningTags: null,
      orientation: 'loss',
    });
    expect(scored?.metrics['score']).toEqual({ pred: 1, ground_truth: '1' });
    expect(scored?.filtered).toEqual(losses);
  });

  it('offers each option without its letter, whole', () => {
    expect(doc_to_choice({ option: ['A. A drill of 2.5 kg.', 'B. A brush.'] })).toEqual([
      'A drill of 2.5 kg.',
      'A brush.',
    ]);
  });

  it('refuses an answer without log-likelihoods', () => {
    expect(() => process_results({ video_idx: 'x', answer: '0' }, [])).toThrow(
      /no log-likelihoods/,
    );
  });
});

describe('egoschema in words', () => {
  it('takes the option that is named first', async () => {
    const answers = [
      'B',
      '(A) and not (B)',
      'The answer is E.',
      'It is clear that C is in a car',
      '?',
    ];
    const { prompts, rows, metrics } = await scoreFixture('egoschema', 'egoschema_subset', answers);
    expect(prompts[0]).toBe(
      "What is C mainly doing?\nA. C washes a pan.\nB. C repairs a bicycle.\nC. C reads a map.\nD. C plants a tree.\nE. C folds a shirt.\nAnswer with the option's letter from the given choices directly.",
    );
    // In the fourth the name of the film's wearer, C, is a letter before a blank.
    expect(rows.map(({ metrics }) => metrics['score'])).toEqual([
      { pred: 1, ground_truth: '1' },
      { pred: 0, ground_truth: '0' },
      { pred: 4, ground_truth: '4' },
      { pred: 2, ground_truth: '2' },
      { pred: -1, ground_truth: '3' },
    ]);
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['score,none']).toBe(0.8);
  });

  it('takes the text of an option from longer answers only', () => {
    const document = {
      video_idx: 'v',
      answer: '1',
      option: ['A. a red cup', 'B. a blue cup', 'C. a hat', 'D. a shoe', 'E. a rope'],
    };
    const read = (answer: string) => process_results_letter(document, [answer])['score'];
    expect(read('they drink from b. a blue cup today')).toEqual({ pred: 1, ground_truth: '1' });
    expect(read('b. a blue cup')).toEqual({ pred: -1, ground_truth: '1' });
  });

  it.each(['egoschema', 'egoschema_mcppl'])('%s gives a submission and no score', async (task) => {
    const answers =
      task === 'egoschema' ? ['A', 'B', 'C', 'D', 'E'] : [0, 1, 2, 3, 4].map(favouring);
    const { rows, metrics } = await scoreFixture('egoschema', task, answers);
    expect(rows[3]?.metrics['submission']).toEqual({ 'clip-3': 3 });
    expect(metrics['submission,none']).toBe('N/A');
  });
});

function favouring(position: number): LogLikelihoodPair[] {
  return [0, 1, 2, 3, 4].map((option) => [option === position ? -1 : -2 - option, false]);
}
