import { splitWords } from '../../core/text/words.ts';

/** Words that say nothing of an answer: the list of the benchmark, which keeps numbers and "no". */
const STOPWORDS = new Set(
  splitWords(
    `i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom this that these those am is are
    was were be been being have has had having do does did doing a an the and but if or because as until while
    to from of at for with about into through during again further then here there when where why how all any
    each most other some such only own so than too very s t can will just don should now d ll m o re ve y ain
    aren couldn didn doesn hadn hasn haven isn ma mightn mustn needn shan shouldn wasn weren won wouldn`,
  ),
);
const WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** The words of a phrase that count, in small letters and without the ending of a contraction. */
export function contentWords(phrase: string): readonly string[] {
  const words = phrase.replaceAll('</s>', '').toLowerCase().match(WORD) ?? [];
  return words.filter((word) => !STOPWORDS.has(word));
}
