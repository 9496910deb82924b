import type { Deviation } from './deviations.ts';

/** Differences of one family of benchmarks; the words are of the checker's mismatches. */
interface TaskDeviation {
  readonly heading: string;
  /** Task names; a star stands for any ending. */
  readonly tasks: readonly string[];
  /** Default: every mismatch. */
  readonly mismatches?: RegExp;
}

const DRAWN_LETTERS =
  /^document \d+, results: |^(?:lvb_acc|minerva_acc|score|exact_match|tomato_score),none: /;

const IMAGE_TASKS: readonly TaskDeviation[] = [
  {
    heading: 'Submissions have no score',
    tasks: [
      'mmmu_test*',
      'docvqa_test',
      'infovqa_test',
      'textvqa_test',
      'vqav2_test',
      'vizwiz_vqa_test',
      'mmbench_en_test',
      'mmbench_cn_test',
      'textvqa_val*',
      'ok_vqa_*',
    ],
    mismatches: /submission|"exact_match":0/,
  },
  {
    heading: 'Targets of TextVQA and VQAv2',
    tasks: ['textvqa_*', 'vqav2_*', 'ok_vqa_*', 'vizwiz_vqa_*'],
    mismatches: /^document \d+, target: /,
  },
  {
    heading: 'Open questions of MMMU',
    tasks: ['mmmu_val_*', 'mmmu_test'],
    mismatches: /^document \d+, results: .*"question_type":"open"|^mmmu_acc,none: /,
  },
  {
    heading: 'Letters that MMMU-Pro draws',
    tasks: ['mmmu_pro_standard*'],
    mismatches: /"parsed_pred"|^mmmu_acc,none: /,
  },
  {
    heading: 'Pictures with the question of MMMU-Pro',
    tasks: ['mmmu_pro_vision*', 'mmmu_pro_composite_cot'],
  },
  {
    heading: 'Absent hints of MMBench',
    tasks: ['mmbench_cn_*'],
    mismatches: /^document \d+, prompt: /,
  },
  {
    heading: 'Answers that MMBench leaves open',
    tasks: ['mmbench_*'],
    mismatches: /^gpt_eval_score,none: /,
  },
  {
    heading: 'Letters inside words of Math Kangaroo',
    tasks: ['mathkangaroo'],
    mismatches: /mathkangaroo_accuracy/,
  },
  {
    heading: 'Sources of CV-Bench',
    tasks: ['cv_bench_2d', 'cv_bench_3d'],
    mismatches: /^cv_bench_acc,none: /,
  },
  { heading: 'Settings of SEED-Bench-2', tasks: ['seedbench_2'] },
  { heading: 'Answers without a judge', tasks: ['mmvet'], mismatches: /gpt_eval_score/ },
  {
    heading: 'Scores that no metric_list names',
    tasks: ['countbenchqa'],
    mismatches: /^exact_match(?:_stderr)?,none: /,
  },
];

const VIDEO_TASKS: readonly TaskDeviation[] = [
  {
    heading: 'Guessed letters of video tasks',
    tasks: [
      'longvideobench_val_*',
      'minerva',
      'egoschema',
      'egoschema_subset',
      'nextqa_mc_test',
      'tomato',
    ],
    mismatches: DRAWN_LETTERS,
  },
  {
    heading: 'First capital letter as the answer',
    tasks: ['longvideobench_*', 'timescope', 'longtimescope'],
    mismatches: /^document \d+, results: |^(?:lvb_acc|timescope_perception_score),none: /,
  },
  {
    heading: 'Letter after “the answer is”',
    tasks: ['videomme*', 'mlvu_*', 'lvbench*', 'video_mmmu_*'],
    mismatches: /^document \d+, results: |^\w+,none: /,
  },
  {
    heading: 'Six options of MLVU',
    tasks: ['mlvu_test'],
    mismatches: /^document \d+, results: |^mlvu_percetion_score,none: /,
  },
  {
    heading: 'MLVU and VSI-Bench over a part of their data',
    tasks: ['mlvu_dev', 'mlvu_test', 'vsibench*'],
    mismatches: /^(?:mlvu_percetion_score|vsibench_\w+),none: /,
  },
  {
    heading: 'Empty answers of Video-MMMU',
    tasks: ['video_mmmu_*'],
    mismatches: /^document \d+, results: |^mmmu_acc,none: /,
  },
  {
    heading: 'Empty open answers',
    tasks: ['videomme_revert_oe_mcq'],
    mismatches: /^document \d+, results: |^acc_score,none: /,
  },
  {
    heading: 'Letters submitted for the Perception Test',
    tasks: ['perceptiontest_*'],
    mismatches: /^document \d+, results: |^accuracy,none: /,
  },
  {
    heading: 'Words taken for letters by Neptune',
    tasks: ['neptune_*'],
    mismatches: /^document \d+, results: |^neptune_acc,none: /,
  },
  {
    heading: 'Rules of MMVU',
    tasks: ['mmvu_val*'],
    mismatches: /^document \d+, results: |^accuracy,none: /,
  },
  {
    heading: 'WUPS is not computed',
    tasks: ['nextqa_oe_*'],
    mismatches: /^document \d+, results: |^(?:WUPS|content_words),none: /,
  },
  { heading: 'Target of TOMATO', tasks: ['tomato'], mismatches: /, target: / },
  {
    heading: 'Answers without a judge',
    tasks: ['activitynetqa', 'tempcompass_*', 'videomme_convert_mcq_oe', 'videoevalpro'],
    mismatches: /^document \d+, results: |^\w+,none: /,
  },
  {
    heading: 'Shuffled options',
    tasks: ['*_random_choice'],
    mismatches: /, (?:prompt|target|results): |,none: /,
  },
];

const DOCUMENT_AND_MATHS_TASKS: readonly TaskDeviation[] = [
  {
    heading: 'Fenced answers of OmniDocBench',
    tasks: ['omnidocbench'],
    mismatches: /^document \d+, results: |^omnidocbench_(?:overall|text_edit(?:_en|_cn)?),none: /,
  },
  {
    heading: 'Missing masks of Point-Bench',
    tasks: ['pointbench*'],
    mismatches:
      /^document \d+, results: .*"parsed_points":\[\],"accuracy":0|^pointbench_\w+,none: /,
  },
  {
    heading: 'Decimals and empty extractions of MathVista',
    tasks: ['mathvista_testmini_*'],
    mismatches: /^document \d+, results: |^llm_as_judge_eval,none: /,
  },
  {
    heading: 'Marking guideline in the prompt of HiPhO',
    tasks: ['hipho_*'],
    mismatches: /^document \d+, prompt: /,
  },
  {
    heading: 'Loose matches of HiPhO',
    tasks: ['hipho_*'],
    mismatches: /^document \d+, results: |^hipho_score,none: /,
  },
  {
    heading: 'Last answer of MathCanvas',
    tasks: ['mathcanvas*'],
    mismatches: /^document \d+, results: |^mathcanvas_\w+,none: /,
  },
  {
    heading: '“Answer is B” of MMLongBench',
    tasks: ['mmlongbench'],
    mismatches: /^document \d+, results: |^mmlongbench_acc,none: /,
  },
  {
    heading: 'Letters inside words of reasoning tasks',
    tasks: ['*_reasoning', '*_reasoning_cot', '*_cot_reasoning'],
    mismatches: /^document \d+, results: |^\w+,none: /,
  },
  {
    heading: 'Descriptive questions of CharXiv',
    tasks: ['charxiv_val_descriptive*'],
  },
  {
    heading: 'Prompt of MMMU-Pro vision with reasoning',
    tasks: ['mmmu_pro_vision*reasoning*', 'mmmu_val_reasoning'],
    mismatches: /^document \d+, prompt: /,
  },
  {
    heading: 'We-Math over a part of its data',
    tasks: ['wemath*'],
    mismatches: /^wemath_\w+,none: /,
  },
];

const TEXT_AUDIO_AND_GROUNDING_TASKS: readonly TaskDeviation[] = [
  {
    heading: 'Refusals in JailbreakBench',
    tasks: ['safety_jailbreakbench_*'],
    mismatches:
      /^document \d+, results: |^(?:(?:over_|demographic_|non_demographic_)?refusal_rate|jailbreak_asr|(?:benign_)?toxicity_score|content_filter_rejection_rate)(?:_stderr\w*)?,none: /,
  },
  {
    heading: 'METEOR is not computed',
    tasks: ['coco_*', 'flickr30k_*', 'nocaps_*', 'refcoco*'],
    mismatches: /_METEOR,none: /,
  },
  {
    heading: 'Order and text of GPQA’s options',
    tasks: ['gpqa_*'],
    mismatches: /, (?:prompt|target|results|filtered): |^(?:acc|acc_norm|exact_match|acc_score),/,
  },
  {
    heading: 'Answers without a letter in GPQA',
    tasks: ['gpqa_diamond_openai*'],
    mismatches: /results|^(?:exact_match|cov@|maj@)/,
  },
  { heading: 'Examples of GSM8K', tasks: ['gsm8k_cot*'], mismatches: /, prompt: / },
  {
    heading: 'Letters that begin words',
    tasks: ['cn_college_listen_mcq_test', 'dream_tts_mcq_test'],
    mismatches: /results|^(?:accuracy|failure_rate),/,
  },
  {
    heading: 'Random letters of audio tasks',
    tasks: ['muchomusic', 'air_bench_foundation_*'],
    mismatches: /results|^accuracy,/,
  },
  {
    heading: 'Apostrophes in transcripts',
    tasks: ['ami_*', 'europal_asr_*'],
    mismatches: /results|^wer,/,
  },
  { heading: 'Latin words in WenetSpeech', tasks: ['wenet_speech_*'], mismatches: /results|^mer,/ },
  {
    heading: 'Rating of Clotho-AQA',
    tasks: ['clotho_asqa_test_v2'],
    mismatches: /results|^gpt_eval,/,
  },
  {
    heading: 'Answers without a judge',
    tasks: ['song_describer_*', 'air_bench_chat_*'],
    mismatches: /results|^(?:eval_score|gpt_eval),/,
  },
  {
    heading: 'Answers without a box',
    tasks: ['screenspot_rec_test', 'refcoco*_bbox_rec_*'],
    mismatches: /_Center_ACC,none: /,
  },
  {
    heading: 'Size of ScreenSpot pictures',
    tasks: ['screenspot_v2'],
    mismatches: /results|_acc,none: /,
  },
  {
    heading: 'Targets that name no column',
    tasks: ['flickr30k_*', 'coco_karpathy_*', 'librispeech_*_long'],
    mismatches: /target: expected "(?:answer|gt)"/,
  },
];

export const TASK_DEVIATIONS: readonly Deviation[] = [
  ...IMAGE_TASKS,
  ...VIDEO_TASKS,
  ...DOCUMENT_AND_MATHS_TASKS,
  ...TEXT_AUDIO_AND_GROUNDING_TASKS,
].map(({ heading, tasks, mismatches }) => ({
  heading,
  functions: tasks.map((task) => `task:${task}`),
  applies: () => true,
  ...(mismatches === undefined ? {} : { mismatches: (text: string) => mismatches.test(text) }),
}));
