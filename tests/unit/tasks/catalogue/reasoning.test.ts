import { describe, expect, it } from 'vitest';
import { loose_score, strict_score } from '../../../../tasks/reasoning/wemath.ts';
import { scoreReasoned } from '../../../../tasks/reasoning/score-reasoned.ts';
import { scoreFixture } from './score-fixture.ts';

const LETTERS = ['B', 'A', 'D', 'C', 'B'];
const THREE_OF_FIVE = 0.6;
const FOUR_OF_FIVE = 0.8;

interface Case {
  readonly tasks: readonly string[];
  readonly right?: readonly string[];
  /** Prefix of the two metrics. */
  readonly prefix?: string;
}

/** Tasks of the collection with the right answers of their fixtures. */
const CASES: readonly Case[] = [
  { tasks: ['ai2d', 'logicvista', 'mathverse_testmini', 'mmstar'] },
  {
    tasks: ['chartqa'],
    right: ['12', 'Yes', '0.57', 'Spain', '2014'],
    prefix: 'relaxed_overall_',
  },
  { tasks: ['countbenchqa'], right: ['3', '10', '7', '2', '5'] },
  { tasks: ['cv_bench', 'cv_bench_2d', 'cv_bench_3d'], prefix: 'cv_bench_' },
  {
    tasks: ['mathvision_reason_test', 'mathvision_reason_testmini'],
    right: ['B', '7', 'D', '3.5', '\\frac{1}{2}'],
  },
  { tasks: ['mathvista_testmini_cot'], right: ['B', '12', '1.2', '0.25', '[1, 2]'] },
  { tasks: ['mmbench_en_dev', 'mmbench_cn_dev', 'mmerealworld', 'mmerealworld_cn'] },
  { tasks: ['mmmu_val'], right: ['B', 'A', 'D', 'C', '5'] },
  { tasks: ['mmmu_pro_standard_cot', 'mmmu_pro_vision_cot'] },
  {
    tasks: ['ocrbench'],
    right: ['CENTRE', 'stop', 'Rua 5', '12', 'x^{2}'],
    prefix: 'ocrbench_accuracy_',
  },
  {
    tasks: [
      'olympiadbench_math_en',
      'olympiadbench_math_zh',
      'olympiadbench_physics_en',
      'olympiadbench_physics_zh',
    ],
    right: ['12', '\\frac{1}{2}', '3', '7', '0.5'],
  },
  { tasks: ['phyx_mc', 'phyx_mini_mc'] },
  { tasks: ['phyx_oe', 'phyx_mini_oe'], right: ['12 m', '45', '0.5', '7 N', '3'] },
  { tasks: ['pixmo_count'], right: ['3', '12', '7', '2', '5'] },
  { tasks: ['realworldqa'], right: ['B', 'Yes', '4', 'A', 'Left'] },
  { tasks: ['seedbench'], prefix: 'seed_all_' },
  { tasks: ['seedbench_2_plus'], prefix: 'seedbench_2_plus_all_' },
  { tasks: ['vstar_bench'], prefix: 'vstar_overall_' },
  { tasks: ['wemath_testmini'] },
];

/** Right in a tag and in a box, wrong, nothing, right. */
function answersFor(right: readonly string[]): string[] {
  return [
    `<think>hm</think>\n<answer>${right[0]}</answer>`,
    `So it is \\boxed{${right[1]}}.`,
    '<think>hm</think><answer>none of these</answer>',
    '',
    `<analysis>hm</analysis> <answer> ${right[4]}. </answer>`,
  ];
}

describe('tasks that ask for reasoning before a tagged answer', () => {
  for (const { tasks, right = LETTERS, prefix = '' } of CASES) {
    it.each(tasks)(`%s`, async (name) => {
      const fixture = await scoreFixture('reasoning', `${name}_reasoning`, answersFor(right));
      const { prompts, parts, rows, metrics } = fixture;
      expect(prompts[1]).toMatch(/^You are a helpful assistant\. When/);
      expect(parts[1]).toContain('image');
      expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'ok', 'unparsed', 'ok']);
      expect(metrics[`${prefix}acc_score,none`]).toBeCloseTo(THREE_OF_FIVE, 12);
      expect(metrics[`${prefix}format_score,none`]).toBeCloseTo(FOUR_OF_FIVE, 12);
      expect(metrics[`${prefix}acc_score_n,none`]).toBe(5);
    });
  }

  it.each(['docvqa_val_reasoning', 'infovqa_val_reasoning'])('%s', async (task) => {
    const answers = answersFor(['Porto', '42', '', '', 'blau']);
    const { metrics } = await scoreFixture('reasoning', task, answers);
    // "blau." becomes "blue" with two edits of five characters.
    expect(metrics['anls,none']).toBeCloseTo((1 + 1 + 0.6) / 5, 12);
    expect(metrics['anls_format_score,none']).toBeCloseTo(FOUR_OF_FIVE, 12);
  });

  it.each(['docvqa_test_reasoning', 'infovqa_test_reasoning'])('%s', async (task) => {
    const { rows, metrics } = await scoreFixture('reasoning', task, answersFor(LETTERS));
    expect(rows[0]?.metrics).toEqual({ submission: { questionId: 40, answer: 'B' } });
    expect(metrics['submission,none']).toBe('N/A');
  });

  it.each(['mmbench_en_test_reasoning', 'mmbench_cn_test_reasoning'])('%s', async (task) => {
    const { prompts, rows } = await scoreFixture('reasoning', task, answersFor(LETTERS));
    const lead = task.includes('_cn_') ? 'There are several options:' : '';
    expect(prompts[0]).toContain(
      `Look closely. Which part is the root? ${lead}\nA. leaf\nB. root\nC. stem\nD. flower`,
    );
    expect(rows[0]?.metrics['submission']).toMatchObject({ answer: 'B', hint: 'Look closely.' });
  });

  it('dynamath: means over groups of the mean and of the worst score', async () => {
    const answers = answersFor(['12', '1.5', '', '', '0.25']);
    const { metrics } = await scoreFixture('reasoning', 'dynamath_reasoning', answers);
    // Groups: right right, wrong none, right.
    expect(metrics['dynamath_average,none']).toBeCloseTo(2 / 3, 12);
    expect(metrics['dynamath_worst,none']).toBeCloseTo(2 / 3, 12);
    const half = answersFor(['12', '9', '', '', '0.25']);
    const other = await scoreFixture('reasoning', 'dynamath_reasoning', half);
    expect(other.metrics['dynamath_average,none']).toBeCloseTo(1.5 / 3, 12);
    expect(other.metrics['dynamath_worst,none']).toBeCloseTo(1 / 3, 12);
  });

  it('charxiv: the question of the chart, and its four descriptive ones', async () => {
    const answers = answersFor(['12', 'Blue', '', '', '2014']);
    const chart = await scoreFixture('reasoning', 'charxiv_val_reasoning_cot', answers);
    expect(chart.prompts[3]).toMatch(
      /\nWhich is larger \(3\)\?\n {4}\* Your final answer must be a number with 2 decimal places\.$/,
    );
    expect(chart.metrics['acc_score,none']).toBeCloseTo(THREE_OF_FIVE, 12);
    const right = ['Tides', '0', '2', '1 by 1'].map((answer) => `\\boxed{${answer}}`);
    const all = [0, 1, 2, 3, 4].flatMap((chart) => (chart === 1 ? ['', ...right.slice(1)] : right));
    const fixture = await scoreFixture('reasoning', 'charxiv_val_descriptive_cot', all);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[1]).toContain('\nFor the current plot, what is the leftmost labeled tick');
    expect(prompts[6]).toContain(
      '\nFor the subplot at row 1 and column 2, how many lines are there?',
    );
    expect(prompts[9]).toContain('\nFor the left plot, what is the leftmost');
    expect(prompts[7]).toContain('\nWhat is the layout of the subplots?');
    expect(parts[0]).toEqual(['text', 'image', 'text']);
    expect(rows[3]?.target).toBe('1 by 1');
    expect(metrics['acc_score,none']).toBe(19 / 20);
  });

  it('scores parts of a benchmark by their documents alone', async () => {
    const answers = answersFor(LETTERS);
    const seed = await scoreFixture('reasoning', 'seedbench_reasoning', answers);
    expect(seed.metrics['seed_image_acc_score,none']).toBeCloseTo(2 / 3, 12);
    expect(seed.metrics['seed_video_acc_score,none']).toBe(0.5);
    expect(seed.parts[3]).toEqual(['text', 'image', 'image', 'text']);
    const chart = await scoreFixture(
      'reasoning',
      'chartqa_reasoning',
      answersFor(['12', 'Yes', '', '', '2014']),
    );
    expect(chart.metrics['relaxed_human_split_acc_score,none']).toBe(1);
    expect(chart.metrics['relaxed_augmented_split_acc_score,none']).toBeCloseTo(1 / 3, 12);
  });

  it.each(['direct_attributes', 'relative_position'])('vstar_bench: %s alone', async (category) => {
    const task = `vstar_bench_${category}_reasoning`;
    const { metrics } = await scoreFixture('reasoning', task, answersFor(LETTERS));
    expect(metrics[`vstar_${category}_acc_score,none`]).toBeCloseTo(THREE_OF_FIVE, 12);
  });

  it('puts the pictures of a question where it names them', async () => {
    const { parts } = await scoreFixture('reasoning', 'mmmu_val_reasoning', answersFor(LETTERS));
    expect(parts[0]).toEqual(['text', 'image', 'text']);
    expect(parts[4]).toEqual(['text', 'text', 'image', 'text']);
  });
});

describe('scoreReasoned', () => {
  const accuracy = (answer: string, right: string): number =>
    scoreReasoned([`<think>hm</think><answer>${answer}</answer>`], right).accuracy;

  it('compares letters only where the right answer is one', () => {
    expect(accuracy('The answer is (B) root', 'B')).toBe(1);
    expect(accuracy('b', '(B)')).toBe(1);
    expect(accuracy('Because of A', 'B')).toBe(0);
    // Two words with the same first letter are two answers.
    expect(accuracy('Duck', 'Dog')).toBe(0);
    expect(accuracy('Dog', 'Dog')).toBe(1);
  });

  it('takes nine tenths of a text for the whole, and an empty answer for nothing', () => {
    expect(accuracy('the red car outside', 'the red car outside!')).toBe(1);
    expect(accuracy('the red car', 'the red car outside!')).toBe(0);
    expect(accuracy('', '')).toBe(0);
  });

  it('averages the samples of a document', () => {
    const { accuracy: mean } = scoreReasoned([['<answer>B</answer>', '<answer>C</answer>']], 'B');
    expect(mean).toBe(0.5);
  });
});

describe('the scores of We-Math', () => {
  const records = (steps: readonly number[], whole: number, id: string): object[] =>
    [...steps, whole].map((acc_score, index) => ({
      ID: id,
      key: `${steps.length}steps_${index < steps.length ? index + 1 : 'multi'}`,
      acc_score,
    }));

  it('counts mastery whole, a lost generalisation half, and rote by the mode', () => {
    const values = [
      ...records([1, 1], 1, 'mastered'),
      ...records([1, 1], 0, 'not generalised'),
      ...records([0, 1], 1, 'partly rote'),
      ...records([0, 0, 0], 1, 'rote'),
      ...records([0, 1, 1], 0, 'unknown'),
    ] as never[];
    expect(loose_score(values)).toBe(50);
    expect(strict_score(values)).toBe(30);
  });
});
