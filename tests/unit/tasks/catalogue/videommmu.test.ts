import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, readTexts } from '../../../../core/read-column.ts';
import { loadGroup, loadTask } from '../../../../tasks/load-task.ts';
import { number_options, shuffle_options } from '../../../../tasks/videommmu/variants.ts';
import { scoreFixture } from './score-fixture.ts';

const FOLDER = 'videommmu';
const LEARN = 'You should watch and learn the video content. Then apply what you learned to ';

describe('video_mmmu', () => {
  it('scores choices by letter and open questions by what they may mean', async () => {
    const answers = ['Answer: B', 'So the area is 12.50', '(C)', 'falls', 'a minor third'];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      FOLDER,
      'video_mmmu_adaptation',
      answers,
    );
    expect(prompts[0]).toBe(
      `${LEARN}answer the following multi-choice question. The image for this question is at the end of the video.\nWhich style does <image 1> show?\nA. Baroque\nB. Gothic\nC. Rococo\nD. Cubism`,
    );
    expect(prompts[1]).toBe(
      `${LEARN}answer the following open-ended question. The image for this question is at the end of the video.\nWhat is the area of the triangle in <image 1>?`,
    );
    expect(prompts[2]).toMatch(/\nA\. Gravity\nB\. Friction\n/);
    expect(parts[0]).toEqual(['video', 'text']);
    expect(rows[0]?.metrics).toEqual({
      mmmu_acc: {
        id: 'dev_Art_Theory_1',
        subdomain: 'Art_Theory',
        question_type: 'multiple-choice',
        answer: 'B',
        parsed_pred: 'B',
      },
    });
    expect(rows[3]?.metrics['mmmu_acc']).toMatchObject({ parsed_pred: 'No Answer Found.' });
    expect(rows[3]?.status).toBe('unparsed');
    expect(metrics['mmmu_acc,none']).toBe(0.8);
  });

  it('knows more words that an answer follows than MMMU does', async () => {
    const answers = ['A', 'The sides have 12.5', 'A', 'A', ''];
    const { rows, metrics } = await scoreFixture(FOLDER, 'video_mmmu_adaptation', answers);
    expect(rows[1]?.metrics['mmmu_acc']).toMatchObject({ parsed_pred: [12.5] });
    // An empty answer is a wrong one.
    expect(rows[4]?.metrics['mmmu_acc']).toMatchObject({ parsed_pred: 'API Error' });
    expect(metrics).toMatchObject({ 'mmmu_acc,none': 0.4, 'mmmu_acc_n,none': 5 });
  });

  it.each(['video_mmmu_perception', 'video_mmmu_comprehension'])(
    '%s scores all its questions as choices',
    async (task) => {
      const answers = ['B', 'A. a+b', 'J', 'The answer is B', 'A'];
      const { prompts, metrics } = await scoreFixture(FOLDER, task, answers);
      expect(prompts[0]).toBe(
        'Which term stands on the second slide?\nA. Baroque\nB. Gothic\nC. Rococo\nD. Cubism\nPlease ignore the Quiz question in last frame of the video.',
      );
      expect(metrics['mmmu_acc,none']).toBe(0.8);
    },
  );

  it('asks the question alone', async () => {
    const { prompts } = await scoreFixture(
      FOLDER,
      'video_mmmu_adaptation_question_only',
      Array(5).fill('A'),
    );
    expect(prompts[0]).toBe(
      'Which style does <image 1> show?\nA. Baroque\nB. Gothic\nC. Rococo\nD. Cubism',
    );
    expect(prompts[1]).toBe('What is the area of the triangle in <image 1>?\n');
  });

  it.each(['perception', 'comprehension', 'adaptation'])('has the variants of %s', async (kind) => {
    const answers = ['2', '1', '10', '2', '3'];
    const hidden = await scoreFixture(FOLDER, `video_mmmu_${kind}_gt_none_option`, answers);
    expect(hidden.prompts[0]).toContain('A. Baroque\nB. None\nC. Rococo');
    const blind = await scoreFixture(FOLDER, `video_mmmu_${kind}_no_visual`, answers);
    expect(blind.parts[0]).toEqual(['text']);
    const numbered = await scoreFixture(FOLDER, `video_mmmu_${kind}_number_option`, answers);
    expect(numbered.prompts[0]).toContain('1. Baroque\n2. Gothic\n3. Rococo');
    expect(numbered.rows[0]?.target).toBe('2');
    if (kind !== 'adaptation') expect(numbered.metrics['mmmu_acc,none']).toBe(1);
    const name = `video_mmmu_${kind}_random_choice`;
    const config = loadTask(resolve('tasks', FOLDER, `${name}.yaml`));
    expect(config.process_docs?.$export).toBe('shuffle_options');
    expect((await scoreFixture(FOLDER, name, answers)).metrics['mmmu_acc_n,none']).toBe(5);
  });

  it('changes no question without options, and keeps the right option right', () => {
    const open = { id: 'x', options: [], answer: '12' };
    expect(number_options(open)).toEqual(open);
    const options = ['A. w', 'B. x', 'C. y', 'D. z'];
    const orders = ['1', '2', '3', '4'].map((id) => {
      const row = shuffle_options({ id, options, answer: 'C' });
      const shuffled = readTexts(row, 'options');
      expect(shuffled['ABCD'.indexOf(readText(row, 'answer'))]).toBe('y');
      return shuffled.join('');
    });
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('is a group of three', () => {
    const { task } = loadGroup(resolve('tasks/videommmu/video_mmmu.yaml'));
    expect(task).toEqual([
      'video_mmmu_adaptation',
      'video_mmmu_comprehension',
      'video_mmmu_perception',
    ]);
  });
});
