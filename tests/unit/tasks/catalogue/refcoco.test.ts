import { describe, expect, it } from 'vitest';
import { isMarkedImage } from '../../../../core/marked-image.ts';
import { boxOverlaps } from '../../../../core/aggregations/box-overlap.ts';
import { createNumberTable } from '../../../../core/aggregations/number-table.ts';
import { discoverTasks } from '../../../../tasks/discover-tasks.ts';
import { loadTask } from '../../../../tasks/load-task.ts';
import { bbox_visual, seg_visual } from '../../../../tasks/refcoco/refcoco.ts';
import { process_docs, process_results } from '../../../../tasks/refcoco/refcoco_rec.ts';
import { scoreFixture } from './score-fixture.ts';

const image = {
  kind: 'image' as const,
  sha256: '0'.repeat(64),
  mediaType: 'image/png',
  sizeBytes: 1,
  width: 8,
  height: 4,
  read: () => Promise.resolve(new Uint8Array()),
};

describe('regions described', () => {
  const answers = ['A dog runs on grass.', 'man in red', 'cup', '', 'a tree'];

  it.each([
    ['refcoco', 'refcoco_bbox_val'],
    ['refcoco', 'refcoco_seg_testA'],
    ['refcoco', 'refcoco_bbox_val_lite'],
    ['refcoco+', 'refcoco+_seg_testB'],
    ['refcocog', 'refcocog_bbox_test'],
  ])('%s: %s compares captions', async (folder, task) => {
    const { prompts, parts, rows, metrics } = await scoreFixture(folder, task, answers);
    expect(prompts[0]).toBe('Provide a short description for this region.');
    expect(parts[0]).toEqual(['image', 'text']);
    expect(rows[1]?.metrics['refcoco_CIDEr']).toEqual({
      answer: ['man in red'],
      pred: 'man in red',
      ann_id: '2',
    });
    // Matches of words: 5 + 3 + 1 + 0 + 1 of 5 + 3 + 1 + 0 + 2; closest lengths: 4 + 3 + 2 + 2 + 2.
    expect(metrics['refcoco_Bleu_1,none']).toBeCloseTo((10 / 11) * Math.exp(1 - 13 / 11), 8);
    expect(metrics['refcoco_METEOR,none']).toBe('N/A');
    expect(metrics['refcoco_ROUGE_L,none']).toBeGreaterThan(0.4);
    expect(metrics['refcoco_CIDEr,none']).toBeGreaterThan(1);
  });

  it('marks the region on the picture', () => {
    const [boxed] = bbox_visual({ image, bbox: [1, 0, 2, 3] });
    expect(boxed).toMatchObject({
      outlines: [{ colour: 'red', width: 1, shape: { box: [1, 0, 3, 3] } }],
    });
    expect(boxed !== undefined && isMarkedImage(boxed)).toBe(true);
    const [drawn] = seg_visual({ image, segmentation: [1, 2, 3, 4, 5, 6] });
    const points = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    expect(drawn).toMatchObject({ outlines: [{ colour: 'white', shape: { points } }] });
  });
});

describe('regions located', () => {
  it('makes a document per sentence, its box in shares of the picture', () => {
    const documents = process_docs({
      image,
      bbox: [2, 1, 4, 2],
      answer: ['one', 'two'],
      question_id: '7',
    });
    expect(documents).toHaveLength(2);
    expect(documents[1]).toMatchObject({
      answer: 'two',
      bbox: [0.25, 0.25, 0.75, 0.75],
      image_width: 8,
    });
  });

  it('averages overlaps, hits and centres', () => {
    const document = { answer: 'one', question_id: '7', bbox: [0, 0, 0.5, 1] };
    const responses = [
      '[0.0, 0.0, 0.5, 0.5]',
      'it is at [0.25, 0, 1, 1]',
      'nowhere',
      '[0, 0, 0.5, 1]',
    ];
    const scores = responses.map((response) => process_results(document, [response]));
    expect(scores[0]).toMatchObject({
      refcoco_IoU: { answer: 'one', pred: [0, 0, 0.5, 0.5], ann_id: '7', bbox: [0, 0, 0.5, 1] },
      unparsed: false,
    });
    expect(scores[2]).toMatchObject({ refcoco_IoU: { pred: [0, 0, 0, 0] }, unparsed: true });
    const results = boxOverlaps.map((overlap) => {
      const table = createNumberTable();
      for (const score of scores) table.push(overlap.encode(score['refcoco_IoU'] as never)!);
      return [overlap.name, overlap.compute(table, Uint32Array.of(0, 1, 2, 3))];
    });
    // Overlaps: 1/2, 1/4, 0, 1; only the first and last centres are inside.
    expect(Object.fromEntries(results)).toEqual({
      box_iou: 1.75 / 4,
      'box_acc@0.1': 0.75,
      'box_acc@0.3': 0.5,
      'box_acc@0.5': 0.5,
      'box_acc@0.7': 0.25,
      'box_acc@0.9': 0.25,
      box_center_acc: 0.5,
    });
  });

  it('asks for the region of a sentence', () => {
    const config = loadTask('tasks/refcoco+/refcoco+_bbox_rec_val.yaml');
    expect(config).toMatchObject({ dataset_path: 'lmms-lab/RefCOCOPlus', test_split: 'val' });
    expect(config.doc_to_text).toMatch(/describes: \{\{ answer \}\}$/);
  });
});

describe('families', () => {
  it('have 13, 9 and 6 tasks, with tags by kind', () => {
    const { tasks, groups, tags } = discoverTasks([]);
    const count = (prefix: string): number =>
      [...tasks.keys()].filter((name) => name.startsWith(prefix)).length;
    expect(['refcoco_', 'refcoco+_', 'refcocog_'].map(count)).toEqual([13, 9, 6]);
    expect(['refcoco', 'refcoco+', 'refcocog'].every((name) => groups.has(name))).toBe(true);
    expect(tags.get('refcoco_bbox_rec')).toHaveLength(4);
    expect(tags.get('refcoco+_seg')).toHaveLength(3);
  });
});
