import type { EvalDocument } from '../../core/document.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { promptSetting } from '../../core/prompt-setting.ts';
import { readText } from '../../core/read-column.ts';

/** The question with what the settings put before and, by kind of question, after it. */
export function questionWith(document: EvalDocument, settings: JsonObject, kind: string): string {
  const endings = (settings['post_prompt'] ?? {}) as { readonly [key: string]: JsonValue };
  const ending = typeof endings === 'object' ? promptSetting(endings, kind) : '';
  return `${promptSetting(settings, 'pre_prompt')}${readText(document, 'question')}${ending}`;
}
