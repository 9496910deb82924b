import { normaliseBasic } from '../../core/text/basic-normaliser.ts';
import { normaliseEnglish } from '../../core/text/english-normaliser.ts';
import type { ParityFunctions } from './parity-function.ts';

export const textFunctions: ParityFunctions = {
  'whisper.BasicTextNormalizer': ({ text }) => normaliseBasic(text as string),
  'whisper.EnglishTextNormalizer': ({ text }) => normaliseEnglish(text as string),
};
