import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvaluationSession } from '../../../client/cli/evaluation-session.ts';
import { exportResults } from '../../../client/cli/export-results.ts';
import { exitCodeOfRun, followRun } from '../../../client/cli/follow-run.ts';
import { createProgressDisplay } from '../../../client/cli/progress-display.ts';
import type { DisplayMode } from '../../../client/cli/progress-display.ts';
import type { Terminal } from '../../../client/cli/terminal.ts';
import { watchRun } from '../../../client/cli/watch-run.ts';
import type {
  EvaluationClient,
  RunProgress,
  RunResult,
} from '../../../client/evaluation-client.ts';
import { EvalError } from '../../../core/errors.ts';

const PROGRESS: RunProgress = {
  runId: 'run-1',
  status: 'running',
  stage: 'evaluate',
  tasks: [],
  total: 10,
  done: 5,
  ok: 5,
  failed: 0,
  refused: 0,
  cached: 0,
  inFlight: 2,
  retries: 0,
  rateLimited: 0,
  inputTokens: 0,
  outputTokens: 0,
  elapsedMs: 1000,
  shards: { done: 1, inFlight: 1 },
};
const DONE: RunProgress = { ...PROGRESS, status: 'completed', done: 10, ok: 10 };
const RESULT: RunResult = {
  status: 'completed',
  results: { results: {} },
  failures: [],
  paths: { samples: [] },
};
const UNAVAILABLE = Object.assign(new Error('14 UNAVAILABLE', { cause: { code: 14 } }), {
  name: 'ServiceError',
});
const DOWN = new EvalError('server-unreachable', 'The server gives no answer.');

function recorder() {
  const lines: string[] = [];
  const terminal: Terminal = {
    print: (text) => void lines.push(`out ${text}`),
    note: (text) => void lines.push(`note ${text}`),
    rawNote: (text) => void lines.push(`raw ${text}`),
    isInteractive: false,
    canRedraw: false,
    columns: 80,
    hasColour: false,
  };
  return { lines, terminal };
}

/** Plays the answers one by one; an error is thrown. */
function sessionOf(answers: readonly (RunProgress | Error)[], result: RunResult = RESULT) {
  let asked = 0;
  let revived = 0;
  const client: Partial<EvaluationClient> = {
    progress: () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? DONE);
    },
    result: () => Promise.resolve(result),
  };
  const session: EvaluationSession = {
    client: client as EvaluationClient,
    wasRunning: true,
    shareSecrets: () => Promise.resolve([]),
    revive: () => {
      revived += 1;
      return revived === 1 ? Promise.reject(new Error('port busy')) : Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { session, revivals: () => revived };
}

function displayOf(mode: DisplayMode) {
  const { lines, terminal } = recorder();
  return { lines, display: createProgressDisplay(mode, terminal) };
}

const never = new AbortController().signal;

describe('watchRun', () => {
  it('waits through a dead server and says so once', async () => {
    const { session } = sessionOf([PROGRESS, DOWN, DOWN, UNAVAILABLE, PROGRESS, DONE]);
    const { lines, display } = displayOf('log');
    const options = { session, runId: 'run-1', display, signal: never, intervalMs: 1 };
    await expect(watchRun(options)).resolves.toEqual(DONE);
    expect(lines.filter((line) => line.includes('gives no answer'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('answers again'))).toHaveLength(1);
  });

  it('revives the stack while a question to it hangs, again after a failure', async () => {
    const { session, revivals } = sessionOf([PROGRESS]);
    const { lines, display } = displayOf('silent');
    const hanging = {
      ...session,
      client: {
        ...session.client,
        progress: async () => {
          while (revivals() < 2) await new Promise((resolve) => setTimeout(resolve, 1));
          return DONE;
        },
      },
    };
    const options = { session: hanging, runId: 'run-1', display, signal: never };
    const watching = watchRun({ ...options, intervalMs: 1, reviveIntervalMs: 2 });
    await expect(watching).resolves.toEqual(DONE);
    expect(lines).toEqual([]);
    expect(revivals()).toBeGreaterThanOrEqual(2);
  });

  it('gives up when its patience ends, and at once on any other error', async () => {
    const { display } = displayOf('silent');
    const base = { runId: 'run-1', display, signal: never, intervalMs: 1 };
    const silent = sessionOf([DOWN]).session;
    await expect(watchRun({ ...base, session: silent, patienceMs: 5 })).rejects.toBe(DOWN);
    const unknown = new EvalError('spec-invalid', 'No run has this id.');
    const other = sessionOf([unknown]).session;
    await expect(watchRun({ ...base, session: other })).rejects.toBe(unknown);
  });

  it('leaves the run alone when told to', async () => {
    const controller = new AbortController();
    const { session } = sessionOf([PROGRESS]);
    const { display } = displayOf('silent');
    const options = { session, runId: 'run-1', display, signal: controller.signal };
    const watching = watchRun({ ...options, intervalMs: 60_000 });
    controller.abort();
    await expect(watching).resolves.toBeUndefined();
  });
});

describe('progress displays', () => {
  it('print few lines into a log, and always the last', () => {
    const { lines, display } = displayOf('log');
    for (let step = 0; step < 50; step += 1) display.show(PROGRESS);
    display.show(DONE);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('10/10 (100%)');
  });

  it('redraw a screen over the same lines and put notes above them', () => {
    const { lines, display } = displayOf('screen');
    display.show(PROGRESS);
    display.show(PROGRESS);
    display.note('hello');
    expect(lines[0]).not.toContain('\u001B[1A');
    expect(lines[1]).toContain('\u001B[1A\r\u001B[J');
    expect(lines.at(-2)).toBe('note hello');
    expect(lines.at(-1)).toContain('5/10');
  });

  it('give machines one object per line', () => {
    const { lines, display } = displayOf('json');
    display.show(DONE);
    const event: unknown = JSON.parse(lines[0]?.replace('out ', '') ?? '');
    expect(event).toMatchObject({ event: 'progress', runId: 'run-1', done: 10 });
  });
});

describe('followRun', () => {
  it('detaches at the first Ctrl-C, says how to go on, and leaves no listener behind', async () => {
    const before = process.listenerCount('SIGINT');
    const { lines, terminal } = recorder();
    const { session } = sessionOf([PROGRESS]);
    const mode = 'silent' as const;
    const onResult = () => Promise.reject(new Error('must not be called'));
    const following = followRun({ session, runId: 'run-1', terminal, mode, onResult });
    process.emit('SIGINT');
    await expect(following).resolves.toBe(130);
    expect(lines.join('\n')).toContain('assay runs cancel run-1');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('hands over the result and makes the exit code', async () => {
    const { terminal } = recorder();
    const { session } = sessionOf([DONE]);
    const seen: RunResult[] = [];
    const onResult = (result: RunResult) => {
      seen.push(result);
      return Promise.resolve();
    };
    const code = await followRun({ session, runId: 'run-1', terminal, mode: 'silent', onResult });
    expect([code, seen]).toEqual([0, [RESULT]]);
  });
});

describe('exitCodeOfRun', () => {
  const failure = (code: string) => [{ code, message: 'm', count: 1 }];
  const failed = (code: string): RunResult => ({
    ...RESULT,
    status: 'failed',
    failures: failure(code),
  });
  const badTask = {
    ...RESULT,
    results: { results: { t: {} }, tasks: { t: { state: 'failed' } } },
  };

  it.each([
    ['a completed run', RESULT, { ok: 10, failed: 0 }, 'budget', 0],
    ['failures within the budget', RESULT, { ok: 9, failed: 1 }, 'budget', 0],
    ['any failure where none is wanted', RESULT, { ok: 9, failed: 1 }, 'any', 1],
    ['a failed task', badTask, { ok: 9, failed: 1 }, 'budget', 1],
    ['a cancelled run', { ...RESULT, status: 'cancelled' }, { ok: 1, failed: 0 }, 'budget', 4],
    [
      'an endpoint that was never there',
      failed('endpoint-unreachable'),
      { ok: 0, failed: 9 },
      'budget',
      3,
    ],
    [
      'an endpoint that went away',
      failed('endpoint-unreachable'),
      { ok: 5, failed: 9 },
      'budget',
      1,
    ],
    ['a wrong dataset', failed('dataset-not-found'), { ok: 0, failed: 0 }, 'budget', 2],
  ] as const)('is right for %s', (...[, result, progress, failOn, expected]) => {
    expect(exitCodeOfRun(result, progress, failOn)).toBe(expected);
  });
});

describe('exportResults', () => {
  const options = {
    runId: 'run-1',
    modelFolder: 'org__model',
    timezone: 'UTC',
    now: new Date('2026-01-02T03:04:05Z'),
  };

  it('leaves whole files with the names users expect and nothing else', async () => {
    const root = await mkdtemp(join(tmpdir(), 'assay-export-'));
    const client = {
      export: async (_runId: string, directory: string) => {
        const paths = ['results.json', 'samples_shapes.jsonl', 'report.html'].map((name) =>
          join(directory, name),
        );
        for (const path of paths) await writeFile(path, path.slice(-4));
        return paths;
      },
    };
    try {
      const moved = await exportResults({ ...options, client, outputPath: root });
      const names = [
        '20260102_030405_report.html',
        '20260102_030405_results.json',
        '20260102_030405_samples_shapes.jsonl',
      ];
      expect(moved).toEqual(names.map((name) => join(root, 'org__model', name)));
      expect((await readdir(join(root, 'org__model'))).sort()).toEqual(names);
      expect(await readFile(moved[1] ?? '', 'utf8')).toBe('json');

      const sameSecond = await exportResults({ ...options, client, outputPath: root });
      expect(sameSecond[1]).toBe(join(root, 'org__model', '20260102_030406_results.json'));
      expect(await readdir(join(root, 'org__model'))).toHaveLength(6);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('says that the run is safe when the folder cannot be written', async () => {
    const client = { export: () => Promise.resolve([]) };
    const attempt = exportResults({ ...options, client, outputPath: '/dev/null/results' });
    await expect(attempt).rejects.toThrow(/Cannot write the results to .*assay runs show run-1/);
  });
});
