import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../activities/reports/render-report.ts';
import type { JsonObject } from '../../../core/json.ts';
import { parseMarkup, type ParsedElement } from './parse-markup.ts';
import { failure, resultsOf, scoreBlock } from './results-fixture.ts';

function parse(results: JsonObject): ParsedElement[] {
  return parseMarkup(renderReport(results));
}

function textOf(elements: readonly ParsedElement[], name: string, className?: string): string[] {
  return elements
    .filter(
      (element) =>
        element.name === name &&
        (className === undefined ||
          (element.attributes['class'] ?? '').split(' ').includes(className)),
    )
    .map(({ text }) => text);
}

function headings(elements: readonly ParsedElement[]): string[] {
  return textOf(elements, 'h2');
}

describe('the report of a completed run', () => {
  const results = resultsOf([{ task: 'shapes_mc' }, { task: 'shapes_free' }]);
  const page = renderReport(results);
  const elements = parseMarkup(page);

  it('says who was measured, how it ended and how to do it again', () => {
    expect(textOf(elements, 'h1')).toEqual(['checkpoints/step-003000']);
    expect(textOf(elements, 'strong')[0]).toBe('✓ COMPLETED');
    const facts = textOf(elements, 'dd');
    expect(facts).toContain('20261120-223528-c0c1kw');
    expect(facts).toContain('2026-11-20 22:35:28 UTC');
    expect(facts).toContain('3 min 38 s');
    expect(facts).toContain('0dc31e7e8cec8d2f51853c0dddd06a1cb14afbad');
    expect(textOf(elements, 'pre')[0]).toContain('--batch_size 16');
    expect(textOf(elements, 'div', 'status')).toEqual([
      '✓ COMPLETED 2 of 2 tasks completed, 960 of 960 documents scored.',
    ]);
  });

  it('has a section for everything that the results hold', () => {
    expect(headings(elements)).toEqual([
      'Command to reproduce',
      'Scores',
      'Scores with intervals',
      'Categories',
      'Latency',
      'Tokens',
      'Configuration and provenance',
    ]);
  });

  it('shows each score with its error, interval and denominator, and the exact value beside', () => {
    const cells = textOf(elements, 'td', 'number');
    expect(cells.slice(0, 3)).toEqual(['0.9875 ± 0.0250', '0.9375 to 1.0375', '480']);
    const exact = elements.filter(({ name }) => name === 'data');
    expect(exact.map(({ attributes }) => attributes['value'])).toContain('0.9875');
    expect(exact.map(({ attributes }) => attributes['value'])).toContain('0.53125');
    expect(textOf(elements, 'span', 'row-value')).toContain('0.5313 n 160');
  });

  it('cuts a whisker at the end of the axis and leaves its cap away', () => {
    const ofClass = (className: string) =>
      elements.filter(({ attributes }) => attributes['class'] === className);
    expect(ofClass('whisker')[0]?.attributes).toMatchObject({ x1: '93.75%', x2: '100%' });
    const [task, nextTask] = ofClass('cap').map(({ attributes }) => attributes['x']);
    expect([task, nextTask]).toEqual(['93.75%', '93.75%']);
  });

  it('gives a category whose scores are all equal an interval of Wilson', () => {
    const description = elements.find(
      ({ name, text }) => name === 'desc' && text.startsWith('1.0000'),
    );
    expect(description?.text).toBe('1.0000, 95% interval 0.9536 to 1.0000');
  });

  it('draws the latency histogram with its quantiles, and names no measure that is missing', () => {
    const histogram = elements.find(({ attributes }) => attributes['class'] === 'histogram');
    expect(histogram?.text).toContain('Latency of shapes_mc p50 15.7 ms, p90 49.7 ms, p99 108 ms');
    expect(page).toContain('480 requests, 450 in the tallest bar');
    expect(textOf(elements, 'th')).toContain('TTFT');
    expect(page).not.toContain('TPOT');
  });

  it('counts tokens per task and leaves out a kind that nobody produced', () => {
    expect(textOf(elements, 'td', 'number')).toContain('32,239');
    expect(textOf(elements, 'td', 'number')).toContain('64,478');
    expect(textOf(elements, 'th')).not.toContain('Reasoning');
  });

  it('carries no script and asks for nothing from outside', () => {
    expect(
      elements.filter(({ name }) => ['script', 'link', 'img', 'iframe'].includes(name)),
    ).toEqual([]);
    for (const { attributes } of elements) {
      expect(Object.keys(attributes).filter((name) => name.startsWith('on'))).toEqual([]);
      expect(attributes['src']).toBeUndefined();
      expect(attributes['href'] ?? '#').toMatch(/^#/);
    }
    expect(page).not.toMatch(/url\(|@import|https?:\/\//);
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] !== undefined);
    expect(policy?.attributes['content']).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
  });

  it('names every table header, drawing and section for those who do not see them', () => {
    const ids = new Set(elements.flatMap(({ attributes }) => attributes['id'] ?? []));
    for (const { name, attributes } of elements) {
      if (name === 'th') expect(attributes['scope']).toMatch(/^(col|row|rowgroup)$/);
      if (name === 'section') expect(ids).toContain(attributes['aria-labelledby']);
      if (name === 'a') expect(ids).toContain(attributes['href']?.slice(1));
    }
    const drawings = elements.filter(({ attributes }) => attributes['role'] === 'img');
    const titles = elements.filter(({ name }) => name === 'desc');
    expect(drawings.filter(({ name }) => name === 'svg')).toHaveLength(titles.length);
  });

  it('has colours for light, dark and paper', () => {
    expect(page).toContain('@media (prefers-color-scheme: dark)');
    expect(page).toContain('@media print');
  });
});

describe('the report of a run that did not complete', () => {
  it('leads with the causes and shows no number of a failed task', () => {
    const failed = resultsOf(
      [
        {
          task: 'lost',
          state: 'failed',
          result: {
            metrics: scoreBlock('acc', 0.1234),
            counts: { ok: 300, unparsed: 0, refused: 0, failed: 180, skipped: 0 },
            failures: [failure('HTTP 500', 57), failure('No answer', 123)],
          },
        },
        { task: 'kept' },
      ],
      { status: 'failed', failures: [failure('HTTP 500', 57), failure('The run lost a task.')] },
    );
    const elements = parse(failed);
    expect(textOf(elements, 'strong')[0]).toBe('✕ FAILED');
    expect(headings(elements)[1]).toBe('Failures');
    expect(textOf(elements, 'span', 'message')).toEqual([
      'The run lost a task.',
      'No answer',
      'HTTP 500',
    ]);
    expect(textOf(elements, 'td')).toContain('FAILED no score');
    expect(textOf(elements, 'li')).toContain('300 answered');
    expect(textOf(elements, 'li')).toContain('180 failed');
    expect(renderReport(failed)).not.toContain('0.1234');
    expect(textOf(elements, 'div', 'status')[0]).toContain('1 of 2 tasks completed');
    expect(textOf(elements, 'div', 'status')[0]).toContain('480 of 960 documents scored');
  });

  it('names the tasks that a cancelled run did not reach', () => {
    const elements = parse(
      resultsOf([{ task: 'done' }, { task: 'late', state: 'cancelled' }], { status: 'cancelled' }),
    );
    expect(textOf(elements, 'strong')[0]).toBe('■ CANCELLED');
    expect(textOf(elements, 'td')).toContain('CANCELLED no score');
    expect(textOf(elements, 'bdi')).toContain('late');
  });

  it('still says what it knows when the run ended before any task', () => {
    const elements = parse(
      resultsOf([], { status: 'failed', failures: [failure('Cannot read the task.')] }),
    );
    expect(headings(elements)).toEqual([
      'Command to reproduce',
      'Failures',
      'Configuration and provenance',
    ]);
  });

  it('renders an empty results file and unreadable values without sections', () => {
    expect(headings(parse({}))).toEqual([]);
    const odd = { status: 7, results: [], tasks: null, usage: 'x', timing: { a: 3 }, failures: {} };
    expect(headings(parse(odd))).toEqual([]);
  });
});

describe('what may be missing or extreme', () => {
  it('leaves out latency, tokens and categories that were not measured', () => {
    const elements = parse(
      resultsOf([
        {
          task: 'quiet',
          result: {
            timing: { latencyMs: null, ttftMs: null, tpotMs: null, latencyHistogram: [] },
            usage: { calls: 0 },
            categories: {},
          },
        },
      ]),
    );
    expect(headings(elements)).toEqual([
      'Command to reproduce',
      'Scores',
      'Scores with intervals',
      'Configuration and provenance',
    ]);
  });

  it('gives other ranges an axis of their own, and words to what is no number', () => {
    const metrics = {
      ...scoreBlock('none_right', 0, 0),
      ...scoreBlock('all_right', 1, 0),
      ...scoreBlock('mcc', -0.2),
      ...scoreBlock('mme_score', 2000, 150),
      ...scoreBlock('tiny', 0.000_012, 0),
      ...scoreBlock('unknown', 'N/A'),
      ...scoreBlock('absent', null),
    };
    const elements = parse(resultsOf([{ task: 'odd', result: { metrics, higherIsBetter: {} } }]));
    const cells = textOf(elements, 'td', 'number');
    expect(cells).toContain('0.0000 ± 0.0000');
    expect(cells).toContain('−0.2000 ± 0.0250');
    expect(cells).toContain('2000.0000 ± 75.0000');
    expect(cells).toContain('1.200e−5 ± 0.0000');
    expect(cells.filter((cell) => cell === 'N/A')).toHaveLength(2);
    expect(textOf(elements, 'figcaption').slice(0, 3)).toEqual([
      'Scores from 0 to 1',
      'mcc',
      'mme_score',
    ]);
    expect(renderReport(resultsOf([{ task: 'odd', result: { metrics } }]))).not.toMatch(
      /NaN|Infinity|undefined/,
    );
  });

  it('folds the figures of sixty tasks and still lists every score', () => {
    const tasks = Array.from({ length: 60 }, (_, index) => ({ task: `task_${index}` }));
    const elements = parse(resultsOf(tasks));
    expect(textOf(elements, 'summary')).toContain('54 more tasks');
    expect(
      textOf(elements, 'td', 'number').filter((cell) => cell === '0.9875 ± 0.0250'),
    ).toHaveLength(60);
    expect(elements.filter(({ attributes }) => attributes['class'] === 'histogram')).toHaveLength(
      60,
    );
  });

  it('draws only the first metric of each task when there are too many, and says so', () => {
    const metrics = { ...scoreBlock('acc', 0.5), ...scoreBlock('f1', 0.4) };
    const tasks = Array.from({ length: 50 }, (_, index) => ({
      task: `task_${index}`,
      result: { metrics, categories: {} },
    }));
    const elements = parse(resultsOf(tasks));
    expect(elements.filter(({ attributes }) => attributes['class'] === 'dot')).toHaveLength(50);
    expect(textOf(elements, 'p', 'note').join(' ')).toContain('the table has all 100 scores');
  });
});
