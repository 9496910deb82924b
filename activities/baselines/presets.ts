/** Published answers, by the names that lmms-eval gives them: preset → task → samples file. */
export const BASELINE_PRESETS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'qwen25vl',
    new Map([
      ['videomme', 'hf://mwxely/lmms-eval-test/20251111_202127_samples_videomme_w_subtitle.jsonl'],
    ]),
  ],
]);
