import { EvalError } from '../errors.ts';
import { didYouMean } from '../nearest-name.ts';
import { acc } from './acc.ts';
import { accMutualInfo } from './acc-mutual-info.ts';
import { accNorm } from './acc-norm.ts';
import { anls } from './anls.ts';
import { bitsPerByte } from './bits-per-byte.ts';
import { bleu } from './bleu.ts';
import { brierScore } from './brier-score.ts';
import { bypass } from './bypass.ts';
import { bytePerplexity } from './byte-perplexity.ts';
import { cer } from './cer.ts';
import { chrf } from './chrf.ts';
import { exactMatch } from './exact-match.ts';
import { f1 } from './f1.ts';
import { mcc } from './mcc.ts';
import type { Metric } from './metric.ts';
import { perplexity } from './perplexity.ts';
import { relaxedAccuracy } from './relaxed-accuracy.ts';
import { rougeL } from './rouge-l.ts';
import { ter } from './ter.ts';
import { vqaScore } from './vqa-score.ts';
import { wer } from './wer.ts';
import { wordPerplexity } from './word-perplexity.ts';

/** Every metric that needs no code of a task: a new one is a file and a line here. */
const METRICS: ReadonlyMap<string, Metric> = new Map(
  [
    acc,
    accMutualInfo,
    accNorm,
    anls,
    bitsPerByte,
    bleu,
    brierScore,
    bypass,
    bytePerplexity,
    cer,
    chrf,
    exactMatch,
    f1,
    mcc,
    perplexity,
    relaxedAccuracy,
    rougeL,
    ter,
    vqaScore,
    wer,
    wordPerplexity,
  ].map((metric) => [metric.name, metric]),
);

function metricNames(): readonly string[] {
  return [...METRICS.keys()].sort();
}

/** undefined for a name that only a task's own process_results gives. */
export function findMetric(name: string): Metric | undefined {
  return METRICS.get(name);
}

export function getMetric(name: string): Metric {
  const metric = METRICS.get(name);
  if (metric !== undefined) return metric;
  throw new EvalError(
    'config-invalid',
    `Cannot find a metric named ${JSON.stringify(name)}.${didYouMean(name, metricNames())} There are: ${metricNames().join(', ')}.`,
  );
}
