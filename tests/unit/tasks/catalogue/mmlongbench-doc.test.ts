import { describe, expect, it } from 'vitest';
import { mediaFromBytes } from '../../../../activities/datasets/media-from-bytes.ts';
import { answerable_f1, doc_to_visual } from '../../../../tasks/mmlongbench_doc/mmlongbench_doc.ts';
import { scoreTyped } from '../../../../tasks/mmlongbench_doc/typed-answer.ts';
import { scoreFixture } from './score-fixture.ts';

describe('mmlongbench_doc', () => {
  it('scores by the type of the answer', async () => {
    const answers = ['about 42', '0.125', 'porto alegra', "['Blue', 'red']", 'Not answerable'];
    const fixture = await scoreFixture('mmlongbench_doc', 'mmlongbench_doc', answers);
    const { prompts, parts, rows, metrics } = fixture;
    expect(prompts[0]).toBe(
      "What is the figure (0)?\nAnswer with a single word or phrase. If the answer is not in the document, answer 'Not answerable'.",
    );
    expect(parts.map((kinds) => kinds.length)).toEqual([2, 2, 2, 2, 1]);
    expect(rows[4]?.metrics['mmlongbench_doc_f1']).toEqual({
      score: 1,
      gt_answerable: false,
      pred_answerable: false,
    });
    const text = 11 / 12;
    expect(metrics['mmlongbench_doc_acc,none']).toBeCloseTo((4 + text) / 5, 12);
    expect(metrics['mmlongbench_doc_f1,none']).toBeCloseTo((3 + text) / 4, 12);
    expect(metrics['mmlongbench_doc_acc_n,none']).toBe(5);
  });

  it.each([
    ['42.9', '42', 'Int', 1],
    ['none', '42', 'Int', 0],
    ['1,234', '1234', 'Int', 1],
    ['10.1', '10', 'Float', 1],
    ['10.2', '10', 'Float', 0],
    ['1000', '10', 'Float', 1],
    ['cat', 'dog', 'Str', 0],
    ['$5 (approx.)', '5', 'Str', 1],
    ['page 13', 'page 12', 'Str', 0],
    ['2020-01', '2020-02', 'Str', 0],
    ['red', "['red', 'blue']", 'List', 0],
    ["['1', '2']", "['2', '1']", 'List', 1],
    ['I cannot say', 'Not answerable', 'None', 0],
  ])('%j for %j as %s: %d', (given, right, format, score) => {
    expect(scoreTyped(given, right, format)).toBe(score);
  });

  it('has no F1 where nothing was answered', () => {
    const record = { score: 1, gt_answerable: false, pred_answerable: false };
    expect(answerable_f1([record])).toBe(0);
  });

  it('shows each evidence page of the PDF once', () => {
    const pdf = mediaFromBytes(Buffer.from('%PDF-1.7'));
    const shown = (pages: string) => doc_to_visual({ evidence_pages: pages, document: pdf });
    expect(shown('[5, 3, 5]')).toMatchObject([
      { kind: 'document', pages: { numbers: [5, 3], dpi: 144 } },
    ]);
    expect(shown('[]')).toEqual([]);
  });

  it('does not ask about pages that are not there', () => {
    const document = { doc_id: 'd.pdf', evidence_pages: '[3]', question: 'What?' };
    expect(() => doc_to_visual(document)).toThrow(
      /pages 3 of d\.pdf: the document has neither the PDF/,
    );
  });
});
