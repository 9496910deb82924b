import { describe, expect, it } from 'vitest';
import { readText, readTexts } from '../../../../core/read-column.ts';
import { judge_prompt } from '../../../../tasks/videomme/open_ended.ts';
import { doc_to_text as subtitlePrompt } from '../../../../tasks/videomme/subtitles.ts';
import { shuffle_options } from '../../../../tasks/videomme/variants.ts';
import { doc_to_text, process_results } from '../../../../tasks/videomme/videomme.ts';
import { scoreFixture } from './score-fixture.ts';

const LETTERS = ['B', 'C', 'D', 'A', 'B'];

describe('videomme', () => {
  it('gives the percentage of right letters, with errors clustered by video', async () => {
    const answers = ['B', 'Answer: C', '(D) the finish', 'a', 'I would say B.'];
    const { config, prompts, parts, rows, metrics } = await scoreFixture(
      'videomme',
      'videomme',
      answers,
    );
    expect(prompts[0]).toBe(
      "Select the best answer to the following multiple-choice question based on the video and the subtitles. Respond with only the letter (A, B, C, or D) of the correct option.\nWhat does the speaker point at?\nA. A globe.\nB. A chart.\nC. A lamp.\nD. A window.\n\nAnswer with the option's letter from the given choices directly.",
    );
    expect(parts[0]).toEqual(['video', 'text']);
    expect(config.cluster_key).toBe('videoID');
    expect(rows.map((row) => row.target)).toEqual(['B', 'C', 'D', 'A', 'B']);
    expect(rows.map((row) => row.filtered)).toEqual(answers);
    expect(rows[3]?.metrics).toEqual({
      videomme_perception_score: {
        question_id: '002-2',
        duration: 'medium',
        category: 'Sports Competition',
        sub_category: 'Athletics',
        task_category: 'OCR Problems',
        pred_answer: '',
        answer: 'A',
        score: 0,
        videoID: 'clip2',
      },
    });
    expect(rows[3]?.status).toBe('unparsed');
    expect(rows.map((row) => row.cluster)).toEqual(['clip1', 'clip1', 'clip2', 'clip2', 'clip3']);
    expect(metrics['videomme_perception_score,none']).toBe(80);
    // Of one video's questions the products of deviations count twice: 2 (20 · 20) + 2 (20 · -80).
    expect(metrics['videomme_perception_score_stderr_clustered,none']).toBeCloseTo(
      Math.sqrt(400 + (800 - 3200) / 25),
      9,
    );
  });

  it('names a column that a document lacks', () => {
    expect(() => process_results({ question_id: '1' }, ['A'])).toThrow(/column "answer"/);
  });
});

describe('videomme with subtitles', () => {
  it('shows the subtitles of the frames a model sees, or says that there are none', async () => {
    const { prompts } = await scoreFixture('videomme', 'videomme_w_subtitle', LETTERS);
    // 32 moments over 91 seconds are 2.9 apart: the last subtitle lasts one second and is missed.
    expect(prompts[0]).toMatch(
      /^This video's subtitles are listed below: \nWelcome aboard\.\nThe ferry leaves at noon\.\nSelect the best/,
    );
    expect(prompts[0]).toMatch(/D\. A window\.\nThe best answer is:$/);
    expect(prompts[1]).toMatch(/listed below: \nNo subtitles available\nSelect/);
  });

  it('shows all of them where the settings ask for it', () => {
    const subtitle =
      '1\n00:00:00,000 --> 00:00:01,000\nOne\n\n2\n00:00:02,000 --> 00:00:02,100\nTwo\n';
    const document = { question: 'Q?', options: ['A. x', 'B. y'], subtitle };
    const settings = { gemini_api_flag: 'full subtitle' };
    expect(subtitlePrompt(document, settings)).toContain('below: \nOne\nTwo\nSelect');
    expect(subtitlePrompt(document, { frame_num: 2 })).toContain('below: \nOne\nSelect');
  });

  it.each(['videomme_long', 'videomme_long_w_subtitle'])('%s keeps long films', async (task) => {
    const { rows, metrics } = await scoreFixture('videomme', task, ['B', 'C', 'D', 'B', 'B']);
    expect(rows).toHaveLength(5);
    expect(metrics['videomme_perception_score,none']).toBe(80);
  });
});

describe('variants of videomme', () => {
  it('has a form of its own for Qwen3-VL', () => {
    const settings = { format: 'qwen3_vl', pre_prompt: 'Question: ', post_prompt: 'Letter only.' };
    expect(doc_to_text({ question: 'Who?', options: ['A. x', 'B. y'] }, settings)).toBe(
      'Question: Who?\nOptions:\nA. x\nB. y\nLetter only.',
    );
  });

  it('videomme_no_visual shows no film', async () => {
    const { parts, metrics } = await scoreFixture('videomme', 'videomme_no_visual', LETTERS);
    expect(parts[0]).toEqual(['text']);
    expect(metrics['videomme_perception_score,none']).toBe(100);
  });

  it('videomme_gt_none_option hides the right option behind its letter', async () => {
    const { prompts, metrics } = await scoreFixture('videomme', 'videomme_gt_none_option', LETTERS);
    expect(prompts[0]).toContain('A. A globe.\nB. None\nC. A lamp.');
    expect(metrics['videomme_perception_score,none']).toBe(100);
  });

  it('videomme_number_option counts numbers, the record without a score', async () => {
    const answers = ['2', '(3)', 'Number 4.', '1) Rain', 'no idea'];
    const { prompts, rows, metrics } = await scoreFixture(
      'videomme',
      'videomme_number_option',
      answers,
    );
    expect(prompts[0]).toBe(
      "What does the speaker point at?\n1. A globe.\n2. A chart.\n3. A lamp.\n4. A window.\nAnswer with the option's number from the given choices directly.",
    );
    expect(rows[4]?.metrics['videomme_perception_score']).toEqual({
      question_id: '003-1',
      duration: 'long',
      category: 'Life Record',
      sub_category: 'Travel',
      task_category: 'Temporal Reasoning',
      pred_answer: 'no idea',
      answer: '2',
    });
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics['videomme_perception_score,none']).toBe(80);
  });

  it('videomme_random_choice keeps the right option right, in an order of the question', () => {
    const options = ['A. w', 'B. x', 'C. y', 'D. z'];
    const orders = ['1', '2', '3', '4'].map((question_id) => {
      const shuffled = shuffle_options({ question_id, options, answer: 'C' });
      expect(shuffle_options({ question_id, options, answer: 'C' })).toEqual(shuffled);
      expect(readTexts(shuffled, 'options')['ABCD'.indexOf(readText(shuffled, 'answer'))]).toMatch(
        /^[ABCD]\. y$/,
      );
      return readTexts(shuffled, 'options').join();
    });
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('videomme_revert_oe_mcq compares words, and an empty answer is none', async () => {
    const answers = ['It is a chart.', 'eight', '', 'seventeen', 'They go for a hike'];
    const { prompts, rows, metrics } = await scoreFixture(
      'videomme',
      'videomme_revert_oe_mcq',
      answers,
    );
    expect(prompts[0]).toBe(
      'What does the speaker point at?\nPlease answer the question with a short answer.',
    );
    expect(rows.map((row) => row.target)).toEqual([
      'A chart.',
      'Eight.',
      'The finish.',
      '11.',
      'A hike.',
    ]);
    expect(rows[2]?.status).toBe('unparsed');
    expect(metrics['acc_score,none']).toBeCloseTo(0.6, 12);
  });

  it('videomme_convert_mcq_oe takes the letter a judge gives, and waits for a judge', async () => {
    const { rows, metrics } = await scoreFixture(
      'videomme',
      'videomme_convert_mcq_oe',
      ['a chart', 'eight', 'rain', 'dunno', 'a hike'],
      ['B', 'Answer: C', 'A', 'X'],
    );
    expect(metrics).toMatchObject({ 'acc_score,none': 0.5, 'acc_score_n,none': 4 });
    expect(metrics['llm_match_score,none']).toBe(0.75);
    expect(rows[4]?.metrics).toEqual({ acc_score: null, llm_match_score: null });
    const document = { question: 'Who?', options: ['A. x', 'B. y'] };
    expect(judge_prompt(document, ['me'])).toContain('Options:\nA. x\nB. y');
  });

  it('videomme_video_only_abcd shows the film alone', async () => {
    const answers = ['B', 'the answer: C', '', 'b', 'B.'];
    const { parts, rows, metrics } = await scoreFixture(
      'videomme',
      'videomme_video_only_abcd',
      answers,
    );
    expect(parts[0]).toEqual(['text', 'video', 'text']);
    expect(rows[2]?.metrics).toEqual({ acc_score: 0, format_score: 0 });
    expect(metrics).toMatchObject({ 'acc_score,none': 0.6, 'format_score,none': 0.8 });
  });
});
