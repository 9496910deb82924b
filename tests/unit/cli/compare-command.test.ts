import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../../client/cli/program.ts';
import type { Terminal } from '../../../client/cli/terminal.ts';

let dataFolder = '/nonexistent/assay';

async function run(...argv: string[]) {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    print: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    rawNote: () => undefined,
    isInteractive: false,
    canRedraw: false,
    columns: 80,
    hasColour: false,
  };
  const environment = { ASSAY_DATA_DIR: dataFolder };
  const exitCode = await runProgram(argv, { terminal, environment });
  return { exitCode, out: out.join('\n'), notes: notes.join('\n') };
}

function samples(path: string, right: (doc: number) => boolean, hash = (doc: number) => `h${doc}`) {
  const lines = Array.from({ length: 60 }, (_, doc) =>
    JSON.stringify({
      doc_id: doc,
      filter: 'none',
      doc_hash: hash(doc),
      metrics: { acc: right(doc) ? 1 : 0 },
    }),
  );
  writeFileSync(path, lines.join('\n'));
}

describe('assay compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-compare-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [one, other] = [join(folder, 'a_samples_mme.jsonl'), join(folder, 'b_samples_mme.jsonl')];
  samples(one, (doc) => doc % 4 !== 0);
  samples(other, (doc) => doc % 2 === 0);
  samples(
    join(folder, 'c_samples_mme.jsonl'),
    () => true,
    () => 'another',
  );

  it('compares two samples files without a server', async () => {
    const { exitCode, out } = await run('compare', one, other);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/\| mme .*acc .* 0\.7500 .* 0\.5000 .* \+0\.2500/);
  });

  it('prints every figure as JSON, the same each time', async () => {
    const first = await run('compare', one, other, '--json', '--bootstrap_iters', '500');
    const again = await run('compare', one, other, '--json', '--bootstrap_iters', '500');
    expect(again.out).toBe(first.out);
    expect(JSON.parse(first.out)).toMatchObject({
      comparisons: {
        mme: {
          documents: { paired: 60, verified: 60 },
          metrics: {
            'acc,none': {
              n: 60,
              only_current_right: 30,
              only_baseline_right: 15,
              bootstrap_draws: 500,
            },
          },
        },
      },
    });
  });

  it('never compares other documents silently', async () => {
    const { out } = await run('compare', one, join(folder, 'c_samples_mme.jsonl'));
    expect(out).toContain('60 documents of the same number are not the same');
    expect(out).toContain('No document is in both.');
  });

  it('compares a run of the store with a file whose name says no task', async () => {
    mkdirSync(join(folder, 'runs', 'before', 'mme'), { recursive: true });
    writeFileSync(join(folder, 'runs', 'before', 'results.json'), '{"results":{"mme":{}}}');
    samples(join(folder, 'runs', 'before', 'mme', 'samples.jsonl'), (doc) => doc % 4 !== 0);
    const plain = join(folder, 'plain.jsonl');
    samples(plain, (doc) => doc % 2 === 0);
    dataFolder = folder;
    expect((await run('compare', 'before', plain)).out).toMatch(/\| mme .* \+0\.2500/);
    expect((await run('compare', plain, 'before')).out).toMatch(/\| mme .* -0\.2500/);
  });

  it.each([
    [['compare', 'a'], 'needs two evaluations'],
    [['compare', 'no-such-run', 'neither'], 'neither a file here nor a finished run'],
  ])('answers %j with one sentence', async (argv, sentence) => {
    const { exitCode, notes } = await run(...argv);
    expect(exitCode).toBe(2);
    expect(notes).toContain(sentence);
  });
});
