import { EvalError } from '../errors.ts';
import { didYouMean } from '../nearest-name.ts';
import { accAll } from './acc-all.ts';
import type { Aggregation } from './aggregation.ts';
import { bitsPerByte } from './bits-per-byte.ts';
import { bleu } from './bleu.ts';
import { boxOverlaps } from './box-overlap.ts';
import { brierScore } from './brier-score.ts';
import { bypass } from './bypass.ts';
import { captionBleus } from './caption-bleu.ts';
import { captionRougeL } from './caption-rouge-l.ts';
import { chrf } from './chrf.ts';
import { cvBench } from './cv-bench.ts';
import { errorRate } from './error-rate.ts';
import { f1 } from './f1.ts';
import { imagePairs } from './image-pairs.ts';
import { matchingLetter } from './matching-letter.ts';
import { matchingPosition } from './matching-position.ts';
import { matthewsCorrcoef } from './matthews-corrcoef.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { meanPercent } from './mean-percent.ts';
import { median } from './median.ts';
import { min } from './min.ts';
import { mmbenchCircular, mmbenchCircularStatic } from './mmbench-circular.ts';
import { mmmuAccuracy, mmmuPassAtK } from './mmmu-accuracy.ts';
import { notComputed } from './not-computed.ts';
import { perplexity } from './perplexity.ts';
import { submission } from './submission.ts';
import { sum } from './sum.ts';
import { ter } from './ter.ts';
import { transcriptErrorRate } from './transcript-error-rate.ts';
import { weightedPerplexity } from './weighted-perplexity.ts';
import { yesNoF1 } from './yes-no-f1.ts';
import { yesNoPrecision } from './yes-no-precision.ts';
import { yesNoRatio } from './yes-no-ratio.ts';
import { yesNoRecall } from './yes-no-recall.ts';

/** Every aggregation a metric_list may name: a new one is a file and a line here. */
const AGGREGATIONS: ReadonlyMap<string, Aggregation> = new Map(
  [
    accAll,
    bitsPerByte,
    bleu,
    ...boxOverlaps,
    brierScore,
    bypass,
    ...captionBleus,
    captionRougeL,
    chrf,
    cvBench,
    errorRate,
    f1,
    imagePairs,
    matchingLetter,
    matchingPosition,
    matthewsCorrcoef,
    max,
    mean,
    meanPercent,
    median,
    min,
    mmbenchCircular,
    mmbenchCircularStatic,
    mmmuAccuracy,
    mmmuPassAtK,
    notComputed,
    perplexity,
    submission,
    sum,
    ter,
    transcriptErrorRate,
    weightedPerplexity,
    yesNoF1,
    yesNoPrecision,
    yesNoRatio,
    yesNoRecall,
  ].map((aggregation) => [aggregation.name, aggregation]),
);

function aggregationNames(): readonly string[] {
  return [...AGGREGATIONS.keys()].sort();
}

export function getAggregation(name: string): Aggregation {
  const aggregation = AGGREGATIONS.get(name);
  if (aggregation !== undefined) return aggregation;
  throw new EvalError(
    'config-invalid',
    `Cannot find an aggregation named ${JSON.stringify(name)}.${didYouMean(name, aggregationNames())} There are: ${aggregationNames().join(', ')}.`,
  );
}
