import { describe, expect, it } from 'vitest';
import { fileStamp, modelFolderOf, sanitizeModelName } from '../../../client/cli/export-results.ts';
import {
  formatCompact,
  formatDuration,
  formatRate,
  formatShare,
} from '../../../client/cli/format-value.ts';
import { progressLines, progressSentence } from '../../../client/cli/progress-lines.ts';
import { createRateWindow } from '../../../client/cli/rate-window.ts';
import { failureLines, resultTable, usageTable } from '../../../client/cli/results-tables.ts';
import { sanitizeLine, sanitizeText } from '../../../client/cli/sanitize-text.ts';
import { displayWidth, textTable } from '../../../client/cli/text-table.ts';
import type { RunProgress } from '../../../client/evaluation-client.ts';
import type { JsonObject } from '../../../core/json.ts';

const ESCAPE = '\u001B';

describe('sanitizeText', () => {
  it('removes what moves, recolours, retitles or reorders a terminal', () => {
    expect(sanitizeText(`a${ESCAPE}[2Jb${ESCAPE}]0;title\u0007c${ESCAPE}[38;5;1md`)).toBe('abcd');
    expect(sanitizeText(`a${ESCAPE}]8;;http://x${ESCAPE}\\link`)).toBe('alink');
    expect(sanitizeText('evil\u202Egpj.exe\u2066\u200B\uFEFF')).toBe('evilgpj.exe');
    expect(sanitizeText('a\rb\u0000c\u009B31md\u007F')).toBe('abcd');
    expect(sanitizeText(ESCAPE)).toBe('');
  });

  it('keeps tabs, line feeds, other scripts and our own styles', () => {
    const text = `${ESCAPE}[1mbold${ESCAPE}[22m\tα\n漢字 é`;
    expect(sanitizeText(text)).toBe(text);
    expect(sanitizeLine(`${ESCAPE}[1ma\n\tb`)).toBe('a b');
  });
});

describe('textTable', () => {
  it('aligns by display width and hides empty columns', () => {
    const table = textTable(
      [
        { title: 'Name' },
        { title: 'Value', align: 'right' },
        { title: 'Note', hideWhenEmpty: true },
      ],
      [
        ['漢字', 1],
        ['a|b\nc', 22.5],
      ],
    );
    expect(table).toBe(
      [
        '| Name   | Value |',
        '|--------|------:|',
        '| 漢字   |     1 |',
        String.raw`| a\|b c |  22.5 |`,
      ].join('\n'),
    );
    expect(displayWidth('漢e\u0301')).toBe(3);
  });
});

const RESULTS: JsonObject = {
  results: {
    shapes_mc: {
      alias: 'shapes_mc',
      'acc,none': 0.8125,
      'acc_stderr,none': 0.0345,
      'acc_stderr_clt,none': 0.0345,
      'acc_ci95,none': [0.7449, 0.8801],
      'acc_n,none': 128,
      'ter,strict': 0.25,
      'ter_stderr,strict': 'N/A',
    },
    shapes_free: { alias: ' - free', 'exact_match,none': 1 },
  },
  'n-shot': { shapes_mc: 2, shapes_free: 0 },
  higher_is_better: { shapes_mc: { acc: true, ter: false } },
  tasks: {
    shapes_mc: { state: 'completed', failures: [] },
    shapes_free: {
      state: 'failed',
      failures: [{ code: 'timed-out', message: 'no answer\u001B[2J in 600 s', count: 9 }],
    },
  },
  counts: {
    shapes_mc: { ok: 120, unparsed: 8, failed: 0 },
    shapes_free: { ok: 1, failed: 9 },
  },
  usage: {
    total: { n_api_calls: 1280, input_tokens: 5000, output_tokens: 900, reasoning_tokens: 0 },
  },
  throughput: { avg_speed: 33.333 },
};

describe('result tables', () => {
  it('show value, error, interval and denominator, and no number for a failed task', () => {
    expect(resultTable(RESULTS)).toBe(
      [
        '| Tasks     | Filter | n-shot | Metric |   |  Value |   | Stderr | 95% CI           |   N | unparsed | failed |',
        '|-----------|--------|-------:|--------|---|-------:|---|-------:|------------------|----:|---------:|-------:|',
        '| shapes_mc | none   |      2 | acc    | ↑ | 0.8125 | ± | 0.0345 | 0.7449 to 0.8801 | 128 |        8 |        |',
        '| shapes_mc | strict |      2 | ter    | ↓ | 0.2500 | ± |    N/A |                  |     |          |        |',
        '| - free    |        |        |        |   | FAILED |   |        |                  |     |          |      9 |',
      ].join('\n'),
    );
  });

  it('group the causes of failures without control characters', () => {
    expect(failureLines(RESULTS, [])).toEqual(['shapes_free: 9 × timed-out: no answer in 600 s']);
  });

  it('sum up what was spent', () => {
    expect(usageTable(RESULTS)).toBe(
      [
        '| Throughput    | Value | Unit     |',
        '|---------------|------:|----------|',
        '| model calls   | 1,280 |          |',
        '| input tokens  | 5,000 | tokens   |',
        '| output tokens |   900 | tokens   |',
        '| avg_speed     | 33.33 | tokens/s |',
      ].join('\n'),
    );
    expect(usageTable({})).toBeUndefined();
  });
});

const PROGRESS: RunProgress = {
  runId: 'run-1',
  status: 'running',
  stage: 'evaluate',
  tasks: [{ task: 'shapes', stage: 'infer', total: 1000, done: 450, failed: 1, inFlight: 64 }],
  total: 1000,
  done: 450,
  ok: 449,
  failed: 1,
  refused: 0,
  cached: 0,
  inFlight: 64,
  retries: 2,
  rateLimited: 0,
  inputTokens: 12_345,
  outputTokens: 678,
  elapsedMs: 3_700,
  shards: { done: 4, inFlight: 5 },
};

describe('progress', () => {
  it('says how far, how fast and how long', () => {
    expect(progressSentence(PROGRESS, 123.4)).toBe(
      '450/1,000 (45%) | 123/s | ETA 4.5 s | 64 in flight | 2 retries | 1 failed | 12.3k in, 678 out tokens',
    );
    expect(progressSentence({ ...PROGRESS, total: 0, done: 0, stage: 'plan' }, undefined)).toBe(
      'plan, 3.7 s',
    );
    expect(progressSentence({ ...PROGRESS, status: 'paused' }, 0)).toContain('(45%) | paused');
  });

  it('never draws a line wider than the screen, and one line per task when there are several', () => {
    const tasks = ['a', 'b\u001B[2J', 'c'].flatMap((task) =>
      PROGRESS.tasks.map((entry) => ({ ...entry, task })),
    );
    const lines = progressLines({ ...PROGRESS, tasks }, 10, 40);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^\[#{10}-{14}\] 450/);
    expect(lines[2]).toBe('  b: 450/1,000 infer, 1 failed');
    for (const line of lines) expect(displayWidth(line)).toBeLessThan(40);
  });

  it('measures the rate over the last seconds and starts anew after a restart', () => {
    const rate = createRateWindow(1000);
    rate.add(0, 0);
    expect(rate.perSecond()).toBeUndefined();
    rate.add(1000, 10);
    rate.add(2000, 40);
    rate.add(3000, 80);
    expect(rate.perSecond()).toBe(40);
    rate.add(4000, 5);
    expect(rate.perSecond()).toBeUndefined();
  });
});

describe('formatting', () => {
  it('chooses units that a person reads at a glance', () => {
    expect([0, 4200, 59_400, 185_000, 7_620_000, 273_600_000, -1].map(formatDuration)).toEqual([
      '0.0 s',
      '4.2 s',
      '59 s',
      '3m 05s',
      '2h 07m',
      '3d 04h',
      '-',
    ]);
    expect([999, 12_345, 999_999, 4_500_000].map(formatCompact)).toEqual([
      '999',
      '12.3k',
      '1.0M',
      '4.5M',
    ]);
    expect([0.42, 8.1, 1204].map(formatRate)).toEqual(['0.42/s', '8.1/s', '1,204/s']);
    expect([formatShare(999, 1000), formatShare(1000, 1000), formatShare(0, 0)]).toEqual([
      '99%',
      '100%',
      '-',
    ]);
  });
});

describe('names of exported files', () => {
  it('follow the model and the zone', () => {
    expect(sanitizeModelName('a/b/c/d')).toBe('c__d');
    expect(sanitizeModelName('x:y|z?*[]<>"\\')).toBe('x__y__z__');
    expect(sanitizeModelName('')).toBe('');
    expect(sanitizeModelName('../..')).toBe('');
    expect(modelFolderOf('openai', { model: 'Qwen/Qwen2.5-VL-3B' })).toBe('Qwen__Qwen2.5-VL-3B');
    expect(modelFolderOf('mock', { mode: 'hash' })).toBe('mock');
    const time = new Date('2026-01-02T23:04:05Z');
    expect(fileStamp(time, 'UTC')).toBe('20260102_230405');
    expect(fileStamp(time, 'Asia/Singapore')).toBe('20260103_070405');
    expect(() => fileStamp(time, 'Mars/Base')).toThrow('--timezone takes');
  });
});
