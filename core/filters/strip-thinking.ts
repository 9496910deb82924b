import type { JsonValue } from '../json.ts';
import { mapEachText, type Filter } from './filter.ts';
import { parseReasoningTags, stripReasoning, type ReasoningTags } from './reasoning-tags.ts';

/** The pairs that `--reasoning_tags` names by default. */
const DEFAULT_TAGS: ReasoningTags = [
  ['<think>', '</think>'],
  ['<analysis>', '</analysis>'],
];

/**
 * Removes reasoning blocks. A lone end tag cuts what stands before it: chat templates that open the
 * block in the prompt leave only the end in the answer.
 */
export const stripThinking: Filter = {
  name: 'strip_thinking',
  prepare(options) {
    const given: JsonValue | undefined = options['reasoning_tags'];
    const tags = given === undefined ? DEFAULT_TAGS : (parseReasoningTags(given) ?? []);
    return mapEachText((text) => stripReasoning(text, tags, { cutBeforeLoneEndTag: true }));
  },
};
