import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stableResults } from '../../../core/results-file.ts';
import { readLedger } from '../../support/read-ledger.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { testSpec } from '../../support/test-spec.ts';

const COUNT = 60;
/** Positions and what is wrong with them. */
const BAD: Readonly<Record<number, object>> = {
  7: { choices: undefined },
  17: { answer: 'green' },
  23: { answer: 99 },
  31: { question: { not: 'text' } },
  41: { score: 'nan' },
  43: { score: 'throw' },
};

describe('rows that a task cannot use', () => {
  let stack: TestStack;
  let include: string;
  beforeAll(async () => {
    stack = await startTestStack({ workers: 2 });
    include = join(stack.folder, 'rows');
    mkdirSync(include);
    const rows = Array.from({ length: COUNT }, (_, index) => ({
      question: index === 50 ? 'x'.repeat(2_000_000) : `Question ${index}?`,
      choices: ['red', 'blue'],
      answer: index % 2 === 0 ? 'red' : 'blue',
      score: 'fine',
      ...BAD[index],
    }));
    const lines = rows.map((row) => JSON.stringify(row));
    writeFileSync(join(include, 'rows.jsonl'), `${lines.join('\n')}\n`);
    writeFileSync(
      join(include, 'score.mjs'),
      `export function score(document, responses, { fullDocs }) {
  if (document.score === 'throw') throw new Error('this row has no rule');
  const acc = document.score === 'nan' ? NaN : Number(responses[0] === document.answer);
  return { acc, seen: fullDocs.length };
}
`,
    );
    const common =
      'dataset_path: json\ndataset_kwargs: { data_files: { test: rows.jsonl } }\ntest_split: test\ndoc_to_text: "{{ question.strip() }}"\ndoc_to_choice: choices\ndoc_to_target: answer\n';
    writeFileSync(
      join(include, 'choice.yaml'),
      `task: bad_choice\n${common}output_type: multiple_choice\nmetric_list: [{ metric: acc, aggregation: mean, higher_is_better: true }]\n`,
    );
    writeFileSync(
      join(include, 'scored.yaml'),
      `task: bad_scored\n${common}process_results: !function score.score\nfull_docs: true\nmetric_list: [{ metric: acc, aggregation: mean }, { metric: seen, aggregation: mean }]\n`,
    );
  });
  afterAll(() => stack.stop());

  async function run(window: number) {
    const spec = testSpec(stack.storeUrl, {
      model: { id: 'mock', args: { mode: 'hash' } },
      tasks: ['bad_choice', 'bad_scored'],
      includePaths: [include],
      maxFailedFraction: 0.2,
      window,
    });
    await stack.evaluations.start(spec);
    return { spec, result: await stack.evaluations.result(spec.runId) };
  }

  test('end as failed rows with their cause, and give the same numbers in any order', async () => {
    const { spec, result } = await run(1);
    expect(result.status).toBe('completed');
    expect(result.results['counts']).toEqual({
      bad_choice: { ok: COUNT - 4, unparsed: 0, refused: 0, failed: 4, skipped: 0 },
      bad_scored: { ok: COUNT - 4, unparsed: 0, refused: 0, failed: 4, skipped: 0 },
    });
    const ledger = await readLedger(stack.store, spec.runId, 'bad_choice');
    expect(ledger.map(({ doc }) => doc)).toEqual(Array.from({ length: COUNT }, (_, doc) => doc));
    expect(ledger[7]!.error!.message).toContain('doc_to_choice');
    expect(ledger[17]!.error!.message).toContain('"green" among the 2 choices');
    expect(ledger[23]!.error!.message).toContain('99 among the 2 choices');
    expect(ledger[31]!.error!.message).toContain('doc_to_text');
    const scores = result.results['results'] as Record<string, Record<string, number>>;
    expect(scores['bad_choice']!['acc_n,none']).toBe(COUNT - 4);
    expect(scores['bad_scored']!['acc_n,none']).toBe(COUNT - 4);
    // The scorer saw every document of the split, the bad ones too.
    expect(scores['bad_scored']!['seen,none']).toBe(COUNT);

    const again = await run(6);
    expect(JSON.stringify(stableResults(again.result.results))).toBe(
      JSON.stringify(stableResults(result.results)),
    );
  });
});
