import type { TaskConfig } from '../../core/task.ts';
import { matchesWildcard } from '../../tasks/wildcard.ts';

/** Why a right answer does not bring the best number there could be. */
interface Reason {
  /** Names or wildcards. */
  readonly tasks: readonly string[];
  readonly metrics: readonly string[];
  readonly because: string;
}

const REASONS: readonly Reason[] = [
  {
    tasks: ['*'],
    metrics: ['submission', '*_passthrough', 'predict_only'],
    because: 'no score: the run writes the file that the benchmark has scored elsewhere',
  },
  {
    tasks: ['*'],
    metrics: ['*_internal_variance'],
    because: 'no variance is the best, since all repeats say the same',
  },
  {
    tasks: ['gpqa_*'],
    metrics: ['extracted_answers', 'exact_matches'],
    because: 'counted for the log; the metric bypass gives 999',
  },
  {
    tasks: ['*_reasoning', '*_cot'],
    metrics: ['*format_score'],
    because: '<think> is stripped before scoring, and the format asks for it',
  },
  { tasks: ['mme', 'mme_*'], metrics: ['mme_*_score'], because: 'a sum over kinds of questions' },
  {
    tasks: ['pope*'],
    metrics: ['pope_yes_ratio'],
    because: 'the share of questions whose answer is yes',
  },
  {
    tasks: ['*'],
    metrics: ['*_CIDEr', '*_Bleu_?'],
    because: 'CIDEr has no highest value, and BLEU divides by a length plus a trifle',
  },
  {
    tasks: ['*'],
    metrics: ['*_METEOR', 'WUPS'],
    because: 'needs a table of synonyms that is not shipped',
  },
  {
    tasks: ['ifeval*'],
    metrics: ['*_acc'],
    because: 'the target says which instructions there are, and following them takes more',
  },
  {
    tasks: ['wenet_speech_*'],
    metrics: ['mer_raw'],
    because:
      'no errors are the best, but metric_list does not name it and so does not say that less is better',
  },
  {
    tasks: ['omnidocbench*'],
    metrics: ['*'],
    because: 'the target lists what is on a page, and the answer would be the page in Markdown',
  },
  {
    tasks: ['pointbench*'],
    metrics: ['*_acc'],
    because: 'the target is a count or a mask, and the answer would be points in it',
  },
  {
    tasks: ['dude'],
    metrics: ['dude_anls'],
    because: 'one question has no answer, which the target does not put into words',
  },
  {
    tasks: ['vqav2_val*', 'textvqa_val*', 'vizwiz_vqa_val*', 'ok_vqa*'],
    metrics: ['exact_match'],
    because: 'people disagree: an answer that few of ten gave counts in part',
  },
  {
    tasks: ['safety_jailbreakbench_*'],
    metrics: ['*'],
    because:
      'the target is how an answer begins that does as asked: no refusal, no toxic word, no filter',
  },
  {
    tasks: ['mmstar*'],
    metrics: ['*'],
    because: 'the fixture has no document of this category',
  },
];

/** The reason for a number below the best, or for none; undefined where it is the best or unexplained. */
export function reasonFor(config: TaskConfig, metric: string): string | undefined {
  if (config.judge !== undefined) return 'a judge gives it, and none was asked';
  return REASONS.find(
    ({ tasks, metrics }) =>
      tasks.some((pattern) => matchesWildcard(pattern, config.task)) &&
      metrics.some((pattern) => matchesWildcard(pattern, metric)),
  )?.because;
}

/** The highest that an accuracy can be, as a share or in percent; or no errors at all. */
export function isBest(config: TaskConfig, metric: string, value: number | 'N/A'): boolean {
  if (value === 'N/A') return false;
  const entry = config.metric_list.find((one) => one.metric === metric);
  const best = entry?.higher_is_better === false ? [0] : [1, 100];
  return best.some((one) => Math.abs(value - one) < 1e-9);
}
