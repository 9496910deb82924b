import { boxedAnswers } from '../extractors/boxed-answer.ts';
import { foldFullWidth } from '../text/full-width.ts';

/** In order; each is linear in the length of the text. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:left|right|displaystyle|limits|bigl?|bigr|Bigl?|Bigr)(?![A-Za-z])/g, ''],
  [/\\[dtc]frac(?![A-Za-z])/g, '\\frac'],
  [/\\(?:operatorname|mathbf|boldsymbol|bm|mathit|mathbb|mathcal|vec)(?![A-Za-z])/g, ''],
  [/\\(?:mathrm|textbf|textrm|textit|mbox|rm)(?![A-Za-z])/g, '\\text'],
  [/(?<!\\)\\[,;:! ]|~|\\q?quad(?![A-Za-z])/g, ' '],
  [/\\(?:leq|leqslant)(?![A-Za-z])|≤|<=/g, '\\le '],
  [/\\(?:geq|geqslant)(?![A-Za-z])|≥|>=/g, '\\ge '],
  [/\\lt(?![A-Za-z])/g, '<'],
  [/\\gt(?![A-Za-z])/g, '>'],
  [/\\(?:lvert|rvert|vert|mid)(?![A-Za-z])/g, '|'],
  [/\\(?:emptyset|varnothing)(?![A-Za-z])|∅/g, '\\empty '],
  [/\\(?:to|rightarrow|Rightarrow|implies)(?![A-Za-z])/g, '→'],
  [/∪/g, '\\cup '],
  [/∈/g, '\\in '],
  [/∞/g, '\\infty '],
  [/±/g, '\\pm '],
  [/[−–—]/g, '-'],
  [/²/g, '^2'],
  [/³/g, '^3'],
  [/\\\$|[$£€¥]/g, ''],
  [/\^\{? ?\\circ ?\}?|\\degrees?(?![A-Za-z])|°/g, ''],
  [/\{,\}/g, ','],
];

/** An answer without the dress of its notation: no box, dollar signs, spacing commands, last full stop. */
export function normaliseAnswer(text: string): string {
  let rest = foldFullWidth(text.trim());
  rest = (rest.includes('\\boxed') ? boxedAnswers(rest).at(-1) : undefined) ?? rest;
  for (const [pattern, replacement] of REPLACEMENTS) rest = rest.replaceAll(pattern, replacement);
  rest = rest.trim().replace(/(?<=[^.])\.$/, '');
  // 1,234,567.8 is one number; 1,2 are two.
  rest = rest.replaceAll(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) =>
    number.replaceAll(',', ''),
  );
  return withMixedNumber(withoutText(rest)).trim();
}

/** `1 1/2` at the end of an answer is one and a half. */
function withMixedNumber(text: string): string {
  return text.replace(/^(-?)(\d{1,15}) (\d{1,15})\/(\d{1,15})$/, '$1($2+$3/$4)');
}

/** `\text{...}` beside a number is a unit and goes; alone it is the answer. */
function withoutText(text: string): string {
  const bare = text.replaceAll(/\\text\s*\{([^{}]*)\}(?:\^\{?-?\d\}?)?/g, (_, inside: string) =>
    /^\s*(?:and|or|,)\s*$/.test(inside) ? ',' : '',
  );
  if (/[^\s.,]/.test(bare)) return bare;
  return text.replaceAll(/\\text\s*\{([^{}]*)\}/g, '$1');
}

const UNITS =
  'degrees?|deg|percent|dollars?|cents?|euros?|[ckmµ]?m|mi|miles?|inch(?:es)?|in|ft|feet|foot|yards?|yd|k?g|mg|lbs?|oz|tons?|liters?|litres?|m?L|ml|k?m/h|mph|m/s|k?Hz|k?J|k?W|k?Pa|k?N|V|A|°?C|K|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|meters?|metres?|kilometers?|centimeters?|millimeters?|kilograms?|grams?|units?|square units?|cubic units?|radians?|rad|people|students|times|points?|apples';
const TRAILING_UNIT = new RegExp(
  `^([^A-Za-z]*[\\d)}])\\s*(?:sq(?:uare)?\\.? |cubic )?(?:${UNITS})(?:\\^?\\{?[23]\\}?)?\\.?$`,
);

/** A number without the unit behind it; undefined where there is none. */
export function withoutUnit(text: string): string | undefined {
  return TRAILING_UNIT.exec(text)?.[1];
}
