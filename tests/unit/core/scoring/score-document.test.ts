import { describe, expect, it } from 'vitest';
import { answer, score } from './scoring-fixtures.ts';

describe('scoreDocument over generated text', () => {
  it('scores the first response under the filter none', () => {
    expect(score([answer('red')])).toEqual([
      {
        doc: 5,
        filter: 'none',
        status: 'ok',
        target: 'red',
        responses: ['red'],
        filtered: 'red',
        metrics: { exact_match: 1 },
      },
    ]);
  });

  it('gives one row per pipeline, each from the raw responses', () => {
    const filter_list = [
      {
        name: 'flex',
        filter: [{ function: 'regex', regex_pattern: '[a-z]+' }, { function: 'take_first' }],
      },
      {
        name: 'strict',
        filter: [{ function: 'regex', regex_pattern: '^\\d+$' }, { function: 'take_first' }],
      },
    ];
    const rows = score([answer('red!')], { config: { filter_list } });
    expect(rows.map((row) => [row.filter, row.status, row.filtered, row.metrics])).toEqual([
      ['flex', 'ok', 'red', { exact_match: 1 }],
      ['strict', 'unparsed', '[invalid]', { exact_match: 0 }],
    ]);
  });

  it('counts any of several targets, and a choice for its index', () => {
    const target = ['blue', 'red'];
    expect(score([answer('red')], { rendered: { target } })[0]?.metrics).toEqual({
      exact_match: 1,
    });
    const rendered = { target: 1, choices: ['blue', 'red'] };
    expect(score([answer('red')], { rendered })[0]?.metrics).toEqual({ exact_match: 1 });
  });

  it('ignores blanks around the answer but keeps them in what was filtered', () => {
    const [row] = score([answer(' red\n')]);
    expect(row).toMatchObject({ filtered: ' red\n', metrics: { exact_match: 1 } });
  });

  it('strips reasoning before filters and keeps the raw response', () => {
    const filter_list = [
      {
        name: 'word',
        filter: [{ function: 'regex', regex_pattern: '[a-z]+' }, { function: 'take_first' }],
      },
    ];
    const text = '<think>blue or red</think>\nred';
    const reasoningTags = [['<think>', '</think>']] as const;
    expect(score([answer(text)], { config: { filter_list }, reasoningTags })[0]).toMatchObject({
      filtered: 'red',
      responses: [text],
      metrics: { exact_match: 1 },
    });
    const off = { filter_list, reasoning_tags: null };
    expect(score([answer(text)], { config: off, reasoningTags })[0]?.filtered).toBe('think');
  });

  it('reads the cluster from the document', () => {
    const config = { cluster_key: 'image' };
    expect(score([answer('red')], { config, document: { image: 7 } })[0]?.cluster).toBe('7');
    expect(score([answer('red')], { config, document: {} })[0]).not.toHaveProperty('cluster');
  });

  it('scores nothing but bypass when only predictions are wanted', () => {
    const processResults = () => {
      throw new Error('must not run');
    };
    expect(score([answer('red')], { predictOnly: true, processResults })[0]?.metrics).toEqual({
      bypass: 999,
    });
  });
});

describe('the status of a scored document', () => {
  it('keeps failed and skipped documents out of scoring', () => {
    const error = { code: 'timed-out', message: 'No answer in 60 s.' } as const;
    expect(score([answer(undefined, { status: 'failed', error })])[0]).toMatchObject({
      status: 'failed',
      metrics: {},
      error,
    });
    expect(score([answer(undefined, { status: 'skipped' })])[0]).toMatchObject({
      status: 'skipped',
      metrics: {},
    });
  });

  it('scores a refusal by its text, or as the empty text', () => {
    expect(score([answer('red', { status: 'refused' })])[0]).toMatchObject({
      status: 'refused',
      metrics: { exact_match: 1 },
    });
    expect(score([answer(undefined, { status: 'refused' })])[0]).toMatchObject({
      status: 'refused',
      filtered: '',
      metrics: { exact_match: 0 },
    });
  });

  it('fails a document with one failed repeat, and does not score another sample instead', () => {
    const rows = [answer(undefined, { status: 'failed' }), answer('red', { repeat: 1 })];
    expect(score(rows)[0]).toMatchObject({ status: 'failed', metrics: {} });
  });
});

describe('scoreDocument with the scorer of a task', () => {
  it('passes the filtered response and takes the metrics as they are', () => {
    const processResults = (_: unknown, responses: readonly unknown[]) => ({
      relaxed: { score: responses[0] === 'red' ? 1 : 0, note: 'x' },
    });
    expect(score([answer('red')], { processResults })[0]?.metrics).toEqual({
      relaxed: { score: 1, note: 'x' },
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no column "answer"');
      },
      /document 5 of colours.*no column/,
    ],
    ['gives NaN', () => ({ relaxed: Number.NaN }), /relaxed came out as NaN/],
    ['gives no object', () => [1] as never, /returned \[1\]/],
  ])('fails the document when the scorer %s', (_, processResults, message) => {
    const [row] = score([answer('red')], { processResults });
    expect(row).toMatchObject({ status: 'failed', metrics: {}, error: { code: 'scorer-failed' } });
    expect(row?.error?.message).toMatch(message);
  });

  it('throws for a task whose configuration can score no document', () => {
    const config = { metric_list: [{ metric: 'acc' }] };
    expect(() => score([answer('red')], { config })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }) as Error,
    );
  });
});

describe('scoreDocument over repeats', () => {
  const repeats = ['red', 'blue', 'red'].map((text, repeat) => answer(text, { repeat }));

  it('scores the first sample by default and every sample for stability', () => {
    expect(score(repeats.toReversed())[0]).toMatchObject({
      responses: ['red', 'blue', 'red'],
      metrics: { exact_match: 1 },
      repeatScores: { exact_match: [1, 0, 1] },
    });
  });

  it('means the samples that a pipeline leaves', () => {
    const filter_list = [{ name: 'all', filter: [{ function: 'take_first_k', k: 2 }] }];
    expect(score(repeats, { config: { filter_list } })[0]?.metrics).toEqual({ exact_match: 0.5 });
  });

  it('votes where the pipeline votes', () => {
    const filter_list = [
      {
        name: 'maj@3',
        filter: [
          { function: 'take_first_k', k: 3 },
          { function: 'majority_vote' },
          { function: 'take_first' },
        ],
      },
    ];
    expect(score(repeats, { config: { filter_list } })[0]).toMatchObject({
      filtered: 'red',
      metrics: { exact_match: 1 },
      repeatScores: { exact_match: [1, 0, 1] },
    });
  });
});
