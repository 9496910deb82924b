import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bootstrapSums } from '../../core/statistics/bootstrap.ts';
import { createRandom } from '../../core/statistics/random.ts';
import { atLeast, atMost, median, noted, type Bench, type Figure } from './bench.ts';
import { scoreMany, type ScoringKind } from './scoring-load.ts';

const ROUNDS = 3;
const RESAMPLED_DOCUMENTS = 10_000;
const RESAMPLES = 100_000;

export const scoringBench: Bench = {
  name: 'scoring',
  summary:
    'filters, metrics, aggregation and bootstrap on one core; memory over a million documents',
  run(say) {
    say('documents per second');
    const speeds = [
      speed('multiple choice: documents', 'choice', { documents: 40_000, bound: 20_000 }),
      speed('ANLS, twenty words: documents', 'anls', { documents: 8_000, bound: 2_000 }),
      speed('WER, twenty words: documents', 'wer', { documents: 8_000, bound: 2_000 }),
    ];
    say('resamples');
    const random = createRandom(1);
    const resamples = [
      resample('scores of 0 and 1', () => (random.next() < 0.7 ? 1 : 0)),
      resample('scores that are all different', () => random.next()),
    ];
    say('a million documents');
    return Promise.resolve([...speeds, ...resamples, ...memory()]);
  },
};

function speed(
  name: string,
  kind: ScoringKind,
  { documents, bound }: { readonly documents: number; readonly bound: number },
): Figure {
  const perSecond = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    const { metrics } = scoreMany(kind, documents).finish();
    if (metrics[`${kind === 'choice' ? 'acc' : kind}_n,none`] !== documents) {
      throw new Error(`Not every document of ${kind} was scored.`);
    }
    return (documents * 1000) / (performance.now() - startedAt);
  });
  return atLeast(name, median(perSecond), bound, { unit: '/s' });
}

function resample(name: string, score: () => number): Figure {
  const values = Float64Array.from({ length: RESAMPLED_DOCUMENTS }, score);
  const seconds = Array.from({ length: ROUNDS }, (_, seed) => {
    const startedAt = performance.now();
    const result = bootstrapSums({
      table: { width: 1, values },
      statistic: (sums, count) => sums[0]! / count,
      iterations: RESAMPLES,
      seed,
    });
    if (result?.iterations !== RESAMPLES) throw new Error('The bootstrap drew less than asked.');
    return (performance.now() - startedAt) / 1000;
  });
  const title = `${RESAMPLES.toLocaleString('en-US')} resamples of ${RESAMPLED_DOCUMENTS.toLocaleString('en-US')} ${name}`;
  return atMost(title, median(seconds), 1, { unit: 's', digits: 2 });
}

function memory(): Figure[] {
  const [few, many] = [peakOf(1_000), peakOf(1_000_000)];
  return [
    noted('peak memory of 1,000 documents', `${few.toFixed(0)} MB`),
    atMost('more for 1,000,000 documents', many - few, 300, { unit: 'MB' }),
  ];
}

function peakOf(documents: number): number {
  const script = fileURLToPath(new URL('./scoring-process.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), script, String(documents)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Scoring ${documents} documents failed: ${stderr}`);
  return Number(stdout);
}
