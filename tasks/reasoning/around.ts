import type { JsonObject } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';

/** A question between the texts that the settings put before and after it. */
export function around(question: string, settings: JsonObject): string {
  return promptSetting(settings, 'pre_prompt') + question + promptSetting(settings, 'post_prompt');
}
