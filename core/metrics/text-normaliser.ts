import { EvalError } from '../errors.ts';
import type { MetricEntry } from '../task.ts';
import { normaliseBasic } from '../text/basic-normaliser.ts';
import { normaliseChinese } from '../text/chinese-normaliser.ts';
import { normaliseEnglish } from '../text/english-normaliser.ts';

const NORMALISERS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['english', normaliseEnglish],
  ['basic', (text: string) => normaliseBasic(text)],
  ['characters', (text: string) => normaliseBasic(text, { splitLetters: true })],
  ['chinese', normaliseChinese],
  ['none', (text: string) => text],
]);

/**
 * What the option `normalizer` of an error rate names: english (default), basic for other languages,
 * characters for scripts without spaces between words, chinese for Mandarin, or none.
 */
export function textNormaliser(options: MetricEntry): (text: string) => string {
  const name = options['normalizer'] ?? 'english';
  const normaliser = typeof name === 'string' ? NORMALISERS.get(name) : undefined;
  if (normaliser !== undefined) return normaliser;
  throw new EvalError(
    'config-invalid',
    `Cannot set up the metric ${options.metric}: the normalizer is ${JSON.stringify(name)}; give one of ${[...NORMALISERS.keys()].join(', ')}.`,
  );
}
