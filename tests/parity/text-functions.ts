import { normaliseBasic } from '../../core/text/basic-normaliser.ts';
import { normaliseChinese } from '../../core/text/chinese-normaliser.ts';
import { normaliseEnglish } from '../../core/text/english-normaliser.ts';
import { foldFullWidth } from '../../core/text/full-width.ts';
import { isRelaxedMatch } from '../../core/text/numeric-answer.ts';
import { cleanTranscript } from '../../core/text/transcript.ts';
import {
  lowerVqaAnswer,
  normaliseVqaAnswer,
  removeVqaPunctuation,
  replaceVqaWords,
} from '../../core/text/vqa-answer.ts';
import type { ParityFunctions } from './parity-function.ts';

export const textFunctions: ParityFunctions = {
  'whisper.BasicTextNormalizer': ({ text }) => normaliseBasic(text as string),
  'whisper.EnglishTextNormalizer': ({ text }) => normaliseEnglish(text as string),
  'asr.cn_tn.TextNorm': ({ text }) => normaliseChinese(text as string),
  'asr.remove_sp': ({ text, language, no_space_languages: languages }) =>
    cleanTranscript(text as string, !(languages as string[]).includes(language as string)),
  'ocrbench.fold_fullwidth': ({ text }) => foldFullWidth(text as string),
  EvalAIAnswerProcessor: ({ item }) => normaliseVqaAnswer(item as string),
  'EvalAIAnswerProcessor.word_tokenize': ({ word }) => lowerVqaAnswer(word as string),
  'EvalAIAnswerProcessor.process_punctuation': ({ in_text: text }) =>
    removeVqaPunctuation(text as string),
  'EvalAIAnswerProcessor.process_digit_article': ({ in_text: text }) =>
    replaceVqaWords(text as string),
  'chartqa.relaxed_correctness': ({ prediction, target }) =>
    isRelaxedMatch(prediction as string, target as string),
};
