import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGroup } from '../../../../tasks/load-task.ts';
import { judge_prompt_multi_choice } from '../../../../tasks/tempcompass/tempcompass.ts';
import { judge_prompt } from '../../../../tasks/tempcompass/captioning.ts';
import { rateCaptionMatch, rateChoice, rateYesNo } from '../../../../tasks/tempcompass/rules.ts';
import { scoreFixture } from './score-fixture.ts';

const FOLDER = 'tempcompass';

describe('tempcompass', () => {
  it('scores by rule, by a judge where the rule cannot read, and not at all without', async () => {
    const { prompts, parts, rows, metrics } = await scoreFixture(
      FOLDER,
      'tempcompass_multi_choice',
      ['B. painting', 'B', 'it runs quickly', 'C) snow', 'red I think'],
      [undefined, undefined, 'Correct'],
    );
    expect(prompts[0]).toBe(
      'What is the person doing?\nA. cooking\nB. painting\nC. jumping\nPlease directly give the best option:',
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[2]?.metrics['avg_accuracy']).toEqual({
      video_id: '102',
      question: 'How fast is the dog?\nA. slowly\nB. quickly',
      'gt-answer': 'B. quickly',
      'video-llm-prediction': 'it runs quickly',
      match_success: false,
      rating: 1,
      chatgpt_response: 'Correct',
      dim: 'speed',
    });
    expect(rows[2]?.metrics['speed_accuracy']).toEqual(rows[2]?.metrics['avg_accuracy']);
    expect(rows[4]?.metrics).toEqual({ avg_accuracy: null, attribute_change_accuracy: null });
    expect(metrics).toMatchObject({
      'avg_accuracy,none': 75,
      'avg_accuracy_n,none': 4,
      'direction_accuracy,none': 0,
      'order_accuracy,none': 100,
    });
  });

  it.each([
    ['tempcompass_yes_no', ['Yes, it is', 'No', 'yes', 'no', 'maybe']],
    ['tempcompass_caption_matching', ['Caption A', 'Option 2: The car goes left.', 'B', 'A', '?']],
  ])('%s scores by its own rule', async (task, answers) => {
    const { prompts, metrics } = await scoreFixture(FOLDER, task, answers, Array(5).fill(''));
    expect(prompts[0]).toMatch(task.endsWith('yes_no') ? /answer yes or no:$/ : /best option:$/);
    // A judge without a word: wrong.
    const right = task.endsWith('yes_no') ? 4 : 3;
    expect(metrics).toMatchObject({ 'avg_accuracy,none': 20 * right, 'avg_accuracy_n,none': 5 });
  });

  it('reads a caption match in any of its forms', () => {
    const question = 'Which fits?\nOption 1: It sinks.\nOption 2: It floats.';
    const rate = (answer: string) => rateCaptionMatch(answer, question, 'Option 2: It floats.');
    const right = [
      'Option 2: It floats.',
      'It floats.',
      'Option 2',
      'Option 2.',
      '2',
      '2) It floats.',
    ];
    expect(right.map(rate)).toEqual(right.map(() => true));
    expect(['1', 'It sinks.', 'Option 1'].map(rate)).toEqual([false, false, false]);
    expect(rate('It flies.')).toBeUndefined();
    expect(rateChoice('A)', 'A. up')).toBe(true);
    expect(rateChoice('(A)', 'A. up')).toBeUndefined();
    expect(rateYesNo('None', 'no')).toBe(true);
  });

  it('asks a judge only where the rule cannot read', () => {
    const document = { question: 'Q?\nA. x', answer: 'A. x' };
    expect(judge_prompt_multi_choice(document, ['A'])).toBeUndefined();
    expect(judge_prompt_multi_choice(document, ['the x'])).toContain('Given answer: the x');
  });

  it('scores captions by the option that a judge reads out of them', async () => {
    const { prompts, rows, metrics } = await scoreFixture(
      FOLDER,
      'tempcompass_captioning',
      ['A man paints', 'A car goes left', 'A dog', 'Snow', 'Red'],
      [
        'Reasoning: he paints.\nAnswer: B. painting',
        'Reasoning: left.\nAnswer: A. left or B. right',
        'Reasoning: not said.\nAnswer: None of the choices are correct',
        '',
      ],
    );
    expect(prompts[0]).toBe('Generate a caption for the video.');
    expect(rows[0]?.metrics['action_accuracy']).toEqual({
      video_id: '100',
      question: 'Generate a caption for the video.',
      'chatgpt-reasoning': 'he paints.',
      'chatgpt-answer': 'B. painting',
      rating: 1,
      'video-llm-prediction': 'A man paints',
      'gt-answer': 'B. painting',
      dim: 'action',
    });
    expect(rows[3]?.metrics['avg_accuracy']).toMatchObject({ rating: -1, 'chatgpt-answer': null });
    expect(metrics).toMatchObject({ 'avg_accuracy,none': 25, 'avg_accuracy_n,none': 4 });
    expect(judge_prompt({ mc_question: 'Q?\nA. x' }, ['a film'])).toMatch(
      /Video description: a film\n\nQuestion:\nQ\?\nA\. x$/,
    );
  });

  it('is a group of four', () => {
    expect(loadGroup(resolve('tasks/tempcompass/tempcompass.yaml')).task).toHaveLength(4);
  });
});
