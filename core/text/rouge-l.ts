/** ROUGE-L as rouge-score computes it: F1 of the longest common subsequence of ASCII words. */
export function rougeL(prediction: string, reference: string): number {
  const given = rougeWords(prediction);
  const wanted = rougeWords(reference);
  const common = commonSubsequence(given, wanted);
  return common === 0 ? 0 : (2 * common) / (given.length + wanted.length);
}

/** Recall counts 1.44 times as much as precision in captions. */
const CAPTION_BETA_SQUARED = 1.2 ** 2;

/** ROUGE-L of captions: best precision and best recall over the references. Words are given. */
export function captionRougeL(
  words: readonly string[],
  references: readonly (readonly string[])[],
): number {
  let precision = 0;
  let recall = 0;
  for (const reference of references) {
    const common = commonSubsequence(words, reference);
    if (common === 0) continue;
    precision = Math.max(precision, common / words.length);
    recall = Math.max(recall, common / reference.length);
  }
  if (precision === 0 || recall === 0) return 0;
  return (
    ((1 + CAPTION_BETA_SQUARED) * precision * recall) / (recall + CAPTION_BETA_SQUARED * precision)
  );
}

function rougeWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function commonSubsequence(left: readonly string[], right: readonly string[]): number {
  let previous = new Uint32Array(right.length + 1);
  let current = new Uint32Array(right.length + 1);
  for (const word of left) {
    for (let column = 1; column <= right.length; column += 1) {
      current[column] =
        right[column - 1] === word
          ? previous[column - 1]! + 1
          : Math.max(previous[column]!, current[column - 1]!);
    }
    [previous, current] = [current, previous];
  }
  return previous[right.length]!;
}
