import { describe, expect, it } from 'vitest';
import { reg_visual } from '../../../../tasks/screenspot/screenspot.ts';
import * as pro from '../../../../tasks/screenspot_pro/screenspot_pro.ts';
import * as v2 from '../../../../tasks/screenspot_v2/screenspot_v2.ts';
import { scoreFixture } from './score-fixture.ts';

describe('screenspot', () => {
  it('locates what an instruction speaks of', async () => {
    const answers = [
      '[0.0, 0.0, 0.5, 0.5]',
      '[0.5, 0.0, 1.0, 0.25]',
      '',
      '[0.9, 0.9, 1, 1]',
      'at [0.4, 0.4, 0.6, 0.6].',
    ];
    const { prompts, parts, rows, metrics } = await scoreFixture(
      'screenspot',
      'screenspot_rec_test',
      answers,
    );
    expect(prompts[0]).toMatch(
      /^Bounding box coordinates .* corresponds to the command: open the settings$/,
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[0]?.metrics['screenspot_IoU']).toEqual({
      instruction: 'open the settings',
      pred: [0, 0, 0.5, 0.5],
      bbox: [0, 0, 0.5, 0.5],
      ann_id: 'mobile_1.png',
      data_type: 'text',
      data_source: 'ios',
    });
    expect(rows.map((row) => row.status)).toEqual(['ok', 'ok', 'unparsed', 'ok', 'ok']);
    expect(metrics['screenspot_IoU,none']).toBeCloseTo(2.5 / 5, 12);
    expect(metrics).toMatchObject({
      'screenspot_ACC@0.5,none': 0.6,
      'screenspot_ACC@0.7,none': 0.4,
      'screenspot_Center_ACC,none': 0.6,
    });
  });

  it('marks the element it asks an instruction for', async () => {
    const answers = ['open the settings', 'go back', 'find', '', 'log in'];
    const { prompts, parts, rows, metrics, documents } = await scoreFixture(
      'screenspot',
      'screenspot_reg_test',
      answers,
    );
    expect(prompts[0]).toBe(
      'Direct a user to interact with the highlighted region [0.00, 0.00, 0.50, 0.50].',
    );
    expect(parts[0]).toEqual(['image', 'text']);
    expect(reg_visual(documents[1]!)).toMatchObject([
      { outlines: [{ colour: 'red', width: 3, shape: { shareBox: [0.5, 0, 1, 0.5] } }] },
    ]);
    expect(rows[1]?.metrics['screenspot_CIDEr']).toEqual({
      instruction: 'go back',
      pred: 'go back',
      ann_id: 'mobile_2.png',
      data_type: 'icon',
      data_source: 'android',
    });
    // Three of five are equal: 10 for all four orders they have, of which short ones have fewer.
    expect(metrics['screenspot_CIDEr,none']).toBeCloseTo((7.5 + 5 + 5) / 5, 9);
  });
});

describe('screenspot_v2', () => {
  it('clicks into the box', async () => {
    const answers = ['[0.25, 0.25]', '(60%, 10%)', '[0.1, 0.1]', 'x: 0.9, y: 0.05', 'nowhere'];
    const { prompts, rows, metrics } = await scoreFixture(
      'screenspot_v2',
      'screenspot_v2',
      answers,
    );
    expect(prompts[0]).toMatch(
      /^Identify the UI element .* bounding box\.\nInstruction: open the settings$/,
    );
    expect(rows[0]?.metrics['screenspot_v2_text_acc']).toEqual({
      correct: true,
      data_type: 'text',
    });
    expect(rows[4]?.status).toBe('unparsed');
    expect(metrics).toMatchObject({
      'screenspot_v2_action_acc,none': 0.6,
      'screenspot_v2_icon_acc,none': 1,
    });
    expect(metrics['screenspot_v2_text_acc,none']).toBeCloseTo(1 / 3, 12);
  });

  it('takes pixels and shares together', () => {
    const document = {
      bbox: [50, 20, 80, 60],
      image_width: 100,
      image_height: 80,
      data_type: 'icon',
    };
    const isRight = (answer: string): unknown =>
      (v2.process_results(document, [answer])['screenspot_v2_icon_acc'] as { correct: boolean })
        .correct;
    expect([
      isRight('[60, 40]'),
      isRight('[0.6, 0.5]'),
      isRight('[0.6, 0.9]'),
      isRight('[10, 40]'),
    ]).toEqual([true, true, false, false]);
  });
});

describe('screenspot_pro', () => {
  it('clicks into the box of a large screen', async () => {
    const answers = ['[0.05, 0.05]', '[2000, 500]', '[0.1, 0.1]', '[0.5, 0.5]', ''];
    const { rows, metrics } = await scoreFixture('screenspot_pro', 'screenspot_pro', answers);
    expect(rows[1]?.metrics['screenspot_pro_icon_acc']).toEqual({ correct: true, ui_type: 'icon' });
    expect(metrics).toMatchObject({
      'screenspot_pro_action_acc,none': 0.4,
      'screenspot_pro_icon_acc,none': 0.5,
    });
    expect(metrics['screenspot_pro_text_acc,none']).toBeCloseTo(1 / 3, 12);
  });

  it('reads boxes and sizes written as text', () => {
    const document = { bbox: '[10, 10, 20, 20]', img_size: '[100, 100]', ui_type: 'Text' };
    expect(pro.process_results(document, ['[0.15, 0.15]'])).toMatchObject({
      screenspot_pro_action_acc: { correct: true, ui_type: 'text' },
    });
    expect(() => pro.process_results({ bbox: 'none' }, ['[1, 1]'])).toThrow(/column "bbox"/);
  });
});
