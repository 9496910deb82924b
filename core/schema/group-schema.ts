import { z } from 'zod';
import type { JsonValue } from '../json.ts';
import { schemaIssues, type SchemaIssue } from './schema-issues.ts';

const json = z.json() as z.ZodType<JsonValue>;

/** How a group turns the scores of its tasks into one. */
export interface GroupMetric {
  readonly metric: string;
  readonly aggregation: string;
  readonly weight_by_size: boolean;
  readonly filter_list: readonly string[];
}

export interface GroupConfig {
  readonly group: string;
  readonly group_alias?: string;
  /** Names of tasks, groups or tags; or a mapping: an inline group, or a task with changed keys. */
  readonly task: readonly (string | Readonly<Record<string, JsonValue>>)[];
  readonly aggregate_metric_list: readonly GroupMetric[];
  readonly metadata?: JsonValue;
  /** Every other key of the file: changes that key in all tasks of the group. */
  readonly overrides: Readonly<Record<string, JsonValue>>;
}

const groupMetric = z.strictObject({
  metric: z.string(),
  aggregation: z.string({ error: 'expected the name of a registered aggregation' }).default('mean'),
  weight_by_size: z.boolean().default(false),
  filter_list: z
    .union([z.string().transform((name) => [name]), z.array(z.string())])
    .default(['none']),
});

const groupFileSchema = z
  .object({
    group: z.string().min(1),
    group_alias: z.string().optional(),
    task: z.array(z.union([z.string(), z.record(z.string(), json)]), {
      error: 'expected a list of tasks, groups or tags',
    }),
    tag: z.unknown().optional(),
    aggregate_metric_list: z
      .union([groupMetric.transform((metric) => [metric]), z.array(groupMetric)])
      .optional(),
    metadata: json.optional(),
  })
  .catchall(json);

export type ParsedGroup =
  | { readonly config: GroupConfig; readonly issues?: never }
  | { readonly issues: readonly SchemaIssue[]; readonly config?: never };

/** A group file, or an inline group, after includes. Overrides are checked with each task they reach. */
export function parseGroupFile(raw: Readonly<Record<string, JsonValue>>): ParsedGroup {
  const entries = Object.entries(raw).filter(([, value]) => value !== null);
  const parsed = groupFileSchema.safeParse(Object.fromEntries(entries));
  if (!parsed.success) {
    return {
      issues: schemaIssues(parsed.error, [
        ...Object.keys(groupFileSchema.shape),
        ...Object.keys(groupMetric.shape),
      ]),
    };
  }
  const {
    group,
    group_alias,
    task,
    tag: _tag,
    aggregate_metric_list,
    metadata,
    ...rest
  } = parsed.data;
  return {
    config: {
      group,
      task,
      aggregate_metric_list: aggregate_metric_list ?? [],
      ...(group_alias === undefined ? {} : { group_alias }),
      ...(metadata === undefined ? {} : { metadata }),
      overrides: rest,
    },
  };
}
