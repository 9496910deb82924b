import { z } from 'zod';
import { EvalError } from '../errors.ts';
import type { EvaluationSpec } from '../spec.ts';

/** Text that fits a history comfortably: the whole spec crosses Temporal. */
const SYSTEM_INSTRUCTION_LIMIT = 4000;
const MAXIMUM_TASKS = 2000;

const label = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/, 'expected letters, digits, ".", "_" and "-"');
const shortText = z.string().min(1).max(500);
const seed = z.number().int().min(0).max(4_294_967_295).nullable();

const primitive = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const evaluationSchema = z.strictObject({
  runId: label,
  model: z.strictObject({
    id: shortText,
    args: z.record(shortText, primitive),
    plugin: z
      .strictObject({ name: shortText, version: shortText, secrets: z.array(shortText).max(20) })
      .optional(),
  }),
  promptForm: z.literal('simple').optional(),
  tasks: z.array(shortText).min(1).max(MAXIMUM_TASKS),
  includePaths: z.array(shortText).max(100),
  store: z.string().regex(/^(file|s3|memory):\/\//, 'expected a URL file://, s3:// or memory://'),
  cache: z
    .string()
    .regex(/^(file|s3|memory):\/\//, 'expected a URL file://, s3:// or memory://')
    .optional(),
  limit: z
    .number()
    .positive()
    .refine(
      (value) => value < 1 || Number.isSafeInteger(value),
      'expected a share or a whole number',
    )
    .optional(),
  offset: z.number().int().min(0),
  fewshotAsMultiturn: z.boolean().optional(),
  numFewshot: z.number().int().min(0).max(1000).optional(),
  repeats: z.number().int().min(1).max(10_000),
  batchSize: z.number().int().min(1).max(65_536),
  generation: z.record(shortText, z.json()),
  systemInstruction: z.string().max(SYSTEM_INSTRUCTION_LIMIT).optional(),
  reasoningTags: z.array(z.tuple([shortText, shortText])).nullable(),
  seeds: z.strictObject({ python: seed, numpy: seed, torch: seed, fewshot: seed }),
  predictOnly: z.boolean(),
  bootstrapIterations: z.number().int().min(0).max(10_000_000).optional(),
  baseline: shortText.optional(),
  addedMetrics: z.array(shortText).max(50).optional(),
  maxFailedFraction: z.number().min(0).max(1),
  window: z.number().int().min(1).max(1000),
  taskWindow: z.number().int().min(1).max(200),
  leases: z.number().int().min(1).max(1000),
  pool: label,
  priority: z.number().int().min(1).max(5),
  /** 64 characters are what the server keeps of a fairness key. */
  fairnessKey: z.string().min(1).max(64),
  user: shortText,
  submittedAt: z.iso.datetime(),
  resolvedCliArgs: z.record(z.string(), z.json()),
});

/** A specification from any outside source, or one sentence naming the first wrong field. */
export function checkEvaluationSpec(value: unknown): EvaluationSpec {
  const result = evaluationSchema.safeParse(value);
  if (result.success) return result.data as EvaluationSpec;
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new EvalError(
    'spec-invalid',
    `Cannot use this evaluation: ${path === '' ? 'the specification' : path} is wrong (${issue?.message ?? 'unknown'}).`,
  );
}
