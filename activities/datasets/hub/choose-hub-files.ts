import { EvalError } from '../../../core/errors.ts';
import { didYouMean } from '../../../core/nearest-name.ts';
import type { CardConfig } from './hub-card.ts';
import { canonicalSplit, DEFAULT_CONFIG, type HubLayout } from './hub-layout.ts';

export interface HubChoice {
  readonly repository: string;
  readonly task: string;
  /** dataset_name of the task. */
  readonly config: string | undefined;
  readonly split: string;
}

/** Names an error lists at most. */
const MAX_LISTED = 30;

/** The files of the split that a task names, or a sentence with the names there are. */
export function chooseHubFiles(
  layout: HubLayout,
  card: readonly CardConfig[],
  choice: HubChoice,
): readonly string[] {
  const config = chooseConfig(layout, card, choice);
  const splits = layout.get(config) ?? new Map<string, readonly string[]>();
  const { split } = choice;
  const files =
    splits.get(split) ??
    [...splits].find(([name]) => canonicalSplit(name) === canonicalSplit(split))?.[1];
  if (files !== undefined) return files;
  const names = [...splits.keys()];
  if (names.includes(`partial-${split}`)) {
    throw cannotOpen(
      choice,
      `the Hub converted only the first part of the split "${split}" to parquet, and scores over a part would mislead. Download the dataset, and name its files in dataset_kwargs.data_files.`,
    );
  }
  const where = config === DEFAULT_CONFIG ? '' : ` in the configuration "${config}"`;
  throw cannotOpen(
    choice,
    `there is no split "${split}"${where}; there are ${listed(names)}.${didYouMean(split, names)}`,
  );
}

function chooseConfig(layout: HubLayout, card: readonly CardConfig[], choice: HubChoice): string {
  const names = [...layout.keys()];
  const { config } = choice;
  if (config !== undefined) {
    if (layout.has(config)) return config;
    throw cannotOpen(
      choice,
      `there is no configuration "${config}" (dataset_name); there are ${listed(names)}.${didYouMean(config, names)}`,
    );
  }
  const marked = card.find((entry) => entry.isDefault && layout.has(entry.name))?.name;
  if (marked !== undefined) return marked;
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  if (layout.has(DEFAULT_CONFIG)) return DEFAULT_CONFIG;
  throw cannotOpen(
    choice,
    `it has several configurations: ${listed(names)}. Set dataset_name to one of them.`,
  );
}

export function cannotOpen(
  { repository, task }: Pick<HubChoice, 'repository' | 'task'>,
  why: string,
): EvalError {
  return new EvalError(
    'dataset-not-found',
    `Cannot open the dataset ${repository} of the task ${task}: ${why}`,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_LISTED).join(', ');
  const more = names.length - MAX_LISTED;
  return names.length === 0 ? 'none' : more > 0 ? `${shown} and ${more} more` : shown;
}
