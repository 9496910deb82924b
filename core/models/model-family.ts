import type { JsonPrimitive } from '../json.ts';
import type { MediaKind } from '../media.ts';
import type { PromptForms } from './catalogue-entry.ts';

/**
 * A line of checkpoints that share a way to be run. A family is a row of a table: it names the adapter and
 * says what its prompts need, and no code knows it by name.
 */
export interface ModelFamily {
  readonly id: string;
  readonly title: string;
  /** Id of the adapter that runs it; for an engine, `engine=` chooses another. */
  readonly adapter: string;
  readonly forms: PromptForms;
  readonly media: readonly MediaKind[];
  /** What `pretrained` is where nobody says. */
  readonly checkpoint?: string;
  /** Arguments of the adapter unless the user gives them. */
  readonly profile?: Readonly<Record<string, JsonPrimitive>>;
  /** The same under --force_simple, on top of the profile. */
  readonly simpleProfile?: Readonly<Record<string, JsonPrimitive>>;
  /** Published conversions: the same weights in the layout that the engine reads. */
  readonly conversions?: Readonly<Record<string, string>>;
  /** Reads min_pixels and max_pixels in its image processor, as the Qwen families do. */
  readonly processorPixels?: boolean;
  /** Its checkpoint brings code that has to run. */
  readonly remoteCode?: boolean;
  /** Only the code published with it computes it, so that somebody has to serve it. */
  readonly ownCode?: string;
  /** What differs from running it in lmms-eval. */
  readonly note?: string;
}
