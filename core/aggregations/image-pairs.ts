import { mean, sum } from '../statistics/moments.ts';
import { textIdentity } from '../text/text-identity.ts';
import { fieldOf, numberOf, type Aggregation } from './aggregation.ts';
import type { NumberTable } from './number-table.ts';

const QUESTIONS_PER_IMAGE = 2;

/**
 * The score of MME over {question_id, category, score}: each category gives accuracy plus accuracy+, both
 * in percent, and the categories add up. Accuracy+ is the share of images whose two questions are both
 * right. An image with a question missing is left out: half a pair is easier than a pair.
 */
export const imagePairs: Aggregation = {
  name: 'image_pairs',
  readsRecord: true,
  encode(value) {
    const [image, category] = [fieldOf(value, 'question_id'), fieldOf(value, 'category')];
    const score = numberOf(fieldOf(value, 'score'));
    if (typeof image !== 'string' || typeof category !== 'string' || score === undefined) {
      return undefined;
    }
    return [textIdentity(category), textIdentity(image), score];
  },
  compute(table, picks) {
    const categories = scoresByCategory(table, picks);
    return categories.size === 0 ? Number.NaN : sum([...categories.values()].map(mean));
  },
  // A resample of questions would tear the pairs apart.
  canResample: false,
};

/** Category → accuracy plus accuracy+ of each of its complete images. */
function scoresByCategory(
  table: NumberTable,
  picks: Uint32Array,
): ReadonlyMap<number, readonly number[]> {
  const images = new Map<string, { category: number; scores: number[] }>();
  for (const row of picks) {
    const category = table.at(row, 0);
    const key = `${category}/${table.at(row, 1)}`;
    const image = images.get(key) ?? { category, scores: [] };
    images.set(key, image);
    image.scores.push(table.at(row, 2));
  }
  const categories = new Map<number, number[]>();
  for (const { category, scores } of images.values()) {
    if (scores.length < QUESTIONS_PER_IMAGE) continue;
    const values = categories.get(category) ?? [];
    categories.set(category, values);
    values.push(100 * mean(scores) + (scores.every((score) => score === 1) ? 100 : 0));
  }
  return categories;
}
