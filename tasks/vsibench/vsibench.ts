import { fieldOf, numberOf } from '../../core/aggregations/aggregation.ts';
import { meanOfCategories } from '../../core/aggregations/mean-of-categories.ts';
import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isMedia } from '../../core/media.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import type { MetricValue } from '../../core/rows.ts';
import { mean } from '../../core/statistics/moments.ts';
import { parseNumber } from '../../core/text/parse-number.ts';
import { meanRelativeAccuracy } from './mean-relative-accuracy.ts';

/** Three levels of one kind of question, which count together as one. */
const DIRECTIONS = ['easy', 'medium', 'hard'].map((level) => `object_rel_direction_${level}`);
const CHOICES = [...DIRECTIONS, 'object_rel_distance', 'route_planning', 'obj_appearance_order'];
const NUMBERS = [
  'object_abs_distance',
  'object_counting',
  'object_size_estimation',
  'room_size_estimation',
];
const KINDS = [...CHOICES, ...NUMBERS];
const ACCURACY = 'accuracy';
const RELATIVE_ACCURACY = 'MRA:.5:.95:.05';
const FRAMES = 'These are frames of a video.';

/** The mean over the eight kinds of questions; of a part of the data, over those that are there. */
export const overall = meanOfCategories({
  name: 'overall',
  categories: KINDS,
  categoryOf: (value) => fieldOf(value, 'question_type'),
  scoreOf: (value) => numberOf(fieldOf(value, ACCURACY) ?? fieldOf(value, RELATIVE_ACCURACY)),
  combine(means) {
    const directions = DIRECTIONS.flatMap((kind) => means.get(kind) ?? []);
    const others = KINDS.filter((kind) => !DIRECTIONS.includes(kind)).flatMap(
      (kind) => means.get(kind) ?? [],
    );
    return mean(directions.length === 0 ? others : [...others, mean(directions)]);
  },
});

export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const lines = [promptSetting(settings, 'pre_prompt') || FRAMES, readText(document, 'question')];
  if (isChoice(document)) {
    lines.push('Options:', ...readTexts(document, 'options'));
    return [...lines, promptSetting(settings, 'mca_post_prompt')].join('\n');
  }
  return [...lines, promptSetting(settings, 'na_post_prompt')].join('\n');
}

export function process_results(
  document: EvalDocument,
  [answer = '']: readonly string[],
): Record<string, MetricValue> {
  const right = readText(document, 'ground_truth');
  // The benchmark reads the first word and no more.
  const given = withoutEndingPeriods(answer.split(' ')[0] ?? '').trim();
  const number = parseNumber(given);
  const score = isChoice(document)
    ? { [ACCURACY]: given.toLowerCase() === right.toLowerCase() ? 1 : 0 }
    : { [RELATIVE_ACCURACY]: meanRelativeAccuracy(number, parseNumber(right)) };
  const columns = Object.entries(document).filter(([, value]) => !isMedia(value));
  const plain = Object.fromEntries(columns) as Record<string, JsonValue>;
  return {
    vsibench_score: { ...plain, prediction: answer, ...score },
    unparsed: isChoice(document) ? given === '' : number === undefined,
  };
}

function isChoice(document: EvalDocument): boolean {
  const kind = readText(document, 'question_type');
  if (KINDS.includes(kind)) return CHOICES.includes(kind);
  throw new EvalError(
    'dataset-invalid',
    `Cannot score a question of the kind ${JSON.stringify(kind.slice(0, 60))}: VSI-Bench has ${KINDS.join(', ')}.`,
  );
}

function withoutEndingPeriods(word: string): string {
  let end = word.length;
  while (end > 0 && word[end - 1] === '.') end -= 1;
  return word.slice(0, end);
}
