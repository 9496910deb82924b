import {
  parseAgreement,
  parseBinaryVerdict,
  parseComparison,
  parseJudgeJson,
  parseJudgeScore,
  parseJudgeShare,
  parseYesVerdict,
  type ScoreRange,
} from '../../core/extractors/judge-verdict.ts';
import {
  parseMmmuChoice,
  parseVideoMmmuChoice,
  type ChoiceQuestion,
} from '../../core/extractors/mmmu-choice.ts';
import {
  extractNumbers,
  isOpenAnswerRight,
  normaliseOpenAnswer,
  parseOpenAnswer,
} from '../../core/extractors/mmmu-open.ts';
import { extractNumberAnswer } from '../../core/extractors/number-answer.ts';
import { extractOptionLetter } from '../../core/extractors/option-letter.ts';
import { parseJmmmuProChoice } from '../../core/extractors/jmmmu-pro-choice.ts';
import { trimEndTokens } from '../../core/extractors/special-tokens.ts';
import { parsePoints } from '../../core/extractors/points.ts';
import { boxedAnswers } from '../../core/extractors/boxed-answer.ts';
import {
  extractReasonedAnswer,
  extractTaggedAnswer,
  scoreAnswerFormat,
  trimAnswer,
} from '../../core/extractors/reasoned-answer.ts';
import { containsText, isSameNumber, isSameText } from '../../core/extractors/verify-answer.ts';
import { runPipeline } from '../../core/filters/run-pipeline.ts';
import { parseNumber } from '../../core/text/parse-number.ts';
import type { Options, ParityFunctions } from './parity-function.ts';

export const extractorFunctions: ParityFunctions = {
  extract_mcq_answer: ({ response, choices }) =>
    extractOptionLetter(response as string, (choices as string[] | null) ?? undefined),
  parse_point2d: ({ text, width, height }) =>
    parsePoints(text as string, { width: width as number, height: height as number }),
  'mmmu.parse_mmmu_multi_choice_response': (input) =>
    parseMmmuChoice(input.response as string, questionOf(input)) ?? firstLetter(input),
  'mmmu.parse_videommmu_multi_choice_response': (input) =>
    parseVideoMmmuChoice(input.response as string, questionOf(input)) ?? 'No Answer Found.',
  // JMMMU keeps MMMU's rule.
  'mmmu.parse_jmmmu_multi_choice_response': (input) =>
    parseMmmuChoice(input.response as string, questionOf(input)) ?? firstLetter(input),
  'mmmu.parse_jmmmu_pro_multi_choice_response': ({ response, all_choices: letters }) =>
    parseJmmmuProChoice(response as string, letters as string[]) ?? 'X',
  'mmmu.extract_numbers': ({ string }) => extractNumbers(string as string),
  'mmmu.parse_open_response': ({ response }) => new Set(parseOpenAnswer(response as string)),
  'mmmu.normalize_str': ({ string }) => normaliseOpenAnswer(string as string),
  'mmmu.check_is_number': ({ string }) =>
    parseNumber((string as string).replaceAll(',', '')) !== undefined,
  'mmmu.eval_multi_choice': ({ gold_i: gold, pred_i: prediction }) =>
    ([gold].flat() as unknown[]).includes(prediction),
  'mmmu.eval_open': ({ gold_i: gold, pred_i: predictions }) =>
    isOpenAnswerRight([gold].flat() as string[], predictions as (string | number)[]),
  parse_reasoning_model_answer: ({ model_answer: answer }) =>
    extractReasonedAnswer(answer as string),
  'reasoning_utils.extract_boxed_answer': ({ predict_str: text }) =>
    boxedAnswers(text as string).at(-1) ?? '',
  'reasoning_utils.extract_anwser_tag': ({ predict_str: text }) =>
    extractTaggedAnswer(text as string),
  'reasoning_utils.format_reward': ({ predict_str: text }) => scoreAnswerFormat(text as string),
  'reasoning_utils.simple_parse': ({ predict_str: text }) => trimAnswer(text as string),
  'verifiers.MCQExtractor': ({ text }) => extractOptionLetter(text as string),
  'verifiers.NumberExtractor': ({ text }) => extractNumberAnswer(text as string),
  'verifiers.StripExtractor': ({ text }) => trimEndTokens(text as string),
  'verifiers.StripReasoningExtractor': ({ text }) => filtered('strip_thinking', {}, text as string),
  'verifiers.RegexExtractor': ({ text, pattern, fallback }) =>
    filtered('regex', { regex_pattern: pattern, fallback }, text as string),
  'verifiers.parse_binary_response': ({ text }) => parseAgreement(text as string),
  'verifiers.parse_score_response': ({ text, score_range: range }) =>
    parseJudgeShare(text as string, range as ScoreRange),
  'verifiers.ExactMatchVerifier': (input) =>
    verdict(
      isSameText(input.prediction as string, input.ground_truth as string, textOptions(input)),
    ),
  'verifiers.ContainsVerifier': (input) =>
    verdict(
      containsText(input.prediction as string, input.ground_truth as string, textOptions(input)),
    ),
  'verifiers.MCQMatchVerifier': (input) =>
    verdict(isSameText(input.prediction as string, input.ground_truth as string)),
  'verifiers.NumericToleranceVerifier': ({ prediction, ground_truth: right, kwargs }) => {
    const { rel_tol: relative, abs_tol: absolute } = kwargs as Record<string, number>;
    return verdict(
      isSameNumber(prediction as string, right as string, {
        ...(relative === undefined ? {} : { relative }),
        ...(absolute === undefined ? {} : { absolute }),
      }),
    );
  },
  'judge.parse_binary_response': ({ response, output_format: format }) =>
    format === 'yes/no'
      ? parseYesVerdict(response as string)
      : Number(parseBinaryVerdict(response as string)),
  'judge.parse_score_response': ({ response, score_range: range }) =>
    parseJudgeScore(response as string, (range as ScoreRange | null) ?? undefined),
  // The peer marks what it could not read with -1 and {}.
  'judge.parse_comparative_response': ({ response }) =>
    parseComparison(response as string) ?? [-1, -1],
  'judge.parse_json_response': ({ response }) => parseJudgeJson(response as string) ?? {},
};

function verdict(isRight: boolean): object {
  return { score: isRight ? 1 : 0, is_correct: isRight };
}

function textOptions({ kwargs }: { kwargs: Record<string, boolean> }): object {
  const { ignore_case: ignoreCase, strip: trim } = kwargs;
  return {
    ...(ignoreCase === undefined ? {} : { ignoreCase }),
    ...(trim === undefined ? {} : { trim }),
  };
}

function filtered(name: string, options: Options, text: string): unknown {
  return (runPipeline([{ function: name, ...options }], [text]).output as unknown[])[0];
}

interface ChoiceInput {
  readonly all_choices: readonly string[];
  readonly index2ans: Readonly<Record<string, string>>;
}

function questionOf({ all_choices: letters, index2ans: texts }: ChoiceInput): ChoiceQuestion {
  return { letters, texts };
}

/** The peer draws a letter where it finds none; any of them passes. */
function firstLetter({ all_choices: letters }: ChoiceInput): string {
  return letters[0]!;
}
