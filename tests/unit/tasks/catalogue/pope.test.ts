import { describe, expect, it } from 'vitest';
import { process_results } from '../../../../tasks/pope/pope.ts';
import { scoreFixture } from './score-fixture.ts';

describe('pope', () => {
  it('gives accuracy, precision, recall and F1 of yes, and how often the model agreed', async () => {
    const answers = ['Yes', 'Yes', 'no ', 'Yes', 'It is a sheep', 'Yes'];
    const { prompts, parts, rows, metrics } = await scoreFixture('pope', 'pope', answers);
    expect(prompts[0]).toBe(
      'Is there a ladder in the image?\nAnswer the question using a single word or phrase.',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows.map((row) => row.target)).toEqual(['yes', 'yes', 'no', 'no', 'yes', 'no']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[2]?.metrics['pope_f1_score']).toEqual({
      question_id: '3',
      score: 1,
      prediction: 'no',
      ground_truth: 'no',
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'ok', 'unparsed', 'ok']);
    expect(metrics).toMatchObject({
      'pope_accuracy,none': 0.5,
      'pope_precision,none': 0.5,
      'pope_recall,none': 1,
      'pope_f1_score,none': 2 / 3,
      'pope_yes_ratio,none': 4 / 6,
    });
  });

  it.each([
    ['pope_adv', 'adversarial'],
    ['pope_pop', 'popular'],
    ['pope_random', 'random'],
  ])('%s is the split %s, scored alike', async (task, split) => {
    const answers = ['Yes', 'Yes', 'no', 'Yes', 'no', 'Yes'];
    const { config, metrics } = await scoreFixture('pope', task, answers);
    expect(config).toMatchObject({ dataset_name: 'Full', test_split: split });
    expect(metrics).toMatchObject({ 'pope_accuracy,none': 0.5, 'pope_yes_ratio,none': 4 / 6 });
  });

  it('gives 0, not a failure, where the model never says yes', async () => {
    const { metrics } = await scoreFixture('pope', 'pope', ['no', 'no', 'no', 'no', 'no', 'no']);
    expect(metrics).toMatchObject({
      'pope_accuracy,none': 0.5,
      'pope_precision,none': 0,
      'pope_recall,none': 0,
      'pope_f1_score,none': 0,
      'pope_yes_ratio,none': 0,
    });
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ question_id: '1' }, ['yes'])).toThrow(/column "answer"/);
  });
});
