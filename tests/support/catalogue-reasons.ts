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
    because: 'the split has no answers; the run writes what its server takes',
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
    tasks: ['*_reasoning'],
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
    metrics: ['*_METEOR'],
    because: 'needs a table of synonyms that is not shipped',
  },
  {
    tasks: ['*'],
    metrics: ['failure_rate'],
    because: 'no failure is the best',
  },
  {
    tasks: ['ifeval*'],
    metrics: ['*_acc'],
    because: 'the target says which instructions there are, and following them takes more',
  },
  {
    tasks: ['wenet_speech_*'],
    metrics: ['mer', 'mer_raw'],
    because: 'no errors are the best',
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
    tasks: ['hipho_*'],
    metrics: ['hipho_score'],
    because: 'one solution has two results, each under a heading of its own',
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
    tasks: ['cn_college_listen_mcq_*', 'dream_tts_mcq_*'],
    metrics: ['accuracy'],
    because: 'the published rule reads the article in "(C) Choose a dress." as option A',
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
