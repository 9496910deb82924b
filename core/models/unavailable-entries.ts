import type { CatalogueEntry } from './catalogue-entry.ts';

/** Ids of lmms-eval that nothing can run, and what to do instead. */
const REASONS: Readonly<Record<string, string>> = {
  bagel_umm:
    'In lmms-eval this id names a module that does not exist. BAGEL answers in text as --model bagel.',
  videoChatGPT:
    'In lmms-eval this id names a module that does not exist, and Video-ChatGPT runs only with the code of github.com/mbzuai-oryx/Video-ChatGPT. Serve it behind an OpenAI-compatible API and use --model openai_compatible.',
  whisper_tt:
    'In lmms-eval this id names a module that does not exist; it meant Whisper on Tenstorrent hardware. Use --model whisper with the base_url of a transcription server.',
  sam3: 'SAM 3 draws masks and does not answer in text, so its tasks cannot be scored from answers here. Its code is github.com/facebookresearch/sam3.',
};

export const unavailableEntries: readonly CatalogueEntry[] = Object.entries(REASONS).map(
  ([id, unavailable]) => ({
    id,
    aliases: [],
    placement: 'endpoint',
    summary: unavailable,
    forms: 'simple',
    media: [],
    needs: [],
    runs: 'nowhere',
    parameters: [],
    unavailable,
  }),
);
