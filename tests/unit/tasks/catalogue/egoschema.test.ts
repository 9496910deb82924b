import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InferenceRow, LogLikelihoodPair } from '../../../../core/rows.ts';
import { scoreDocument } from '../../../../core/scoring/score-document.ts';
import { createTask } from '../../../../tasks/create-task.ts';
import { doc_to_choice, process_results } from '../../../../tasks/egoschema/egoschema.ts';
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

function favouring(position: number): LogLikelihoodPair[] {
  return [0, 1, 2, 3, 4].map((option) => [option === position ? -1 : -2 - option, false]);
}
