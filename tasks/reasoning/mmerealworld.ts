import { embeddedImage } from '../../core/embedded-image.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText, readTexts } from '../../core/read-column.ts';
import { ANALYSIS_PROMPT, reasoningTask } from './reasoning-task.ts';

export const { doc_to_text, doc_to_visual, doc_to_messages, process_results } = reasoningTask({
  system: ANALYSIS_PROMPT,
  prompt(document, settings) {
    const options = readTexts(document, 'multi-choice options').join('\n');
    return `${readText(document, 'question')} ${promptSetting(settings, 'options_prompt')}\n${options}\n${promptSetting(settings, 'post_prompt')}`;
  },
  pictures: (document) => [embeddedImage(document, 'bytes')],
  answer: (document) => readText(document, 'answer'),
});
