import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { JsonPrimitive } from '../../core/json.ts';
import type { EvaluationClient } from '../evaluation-client.ts';
import { makeFolder } from './output-folder.ts';

export interface ExportOptions {
  readonly client: Pick<EvaluationClient, 'export'>;
  readonly runId: string;
  readonly outputPath: string;
  /** Folder of the model below the output path. */
  readonly modelFolder: string;
  readonly timezone: string;
  readonly now: Date;
}

/**
 * Leaves `<output>/<model>/<YYYYMMDD_HHMMSS>_results.json`, `_samples_<task>.jsonl`, `_report.html` and
 * `_submission_<task>.json` (and `.csv`) of tasks that a benchmark's own server scores. They are written aside first, so that nobody reads half a file.
 */
export async function exportResults(options: ExportOptions): Promise<string[]> {
  const folder = join(resolve(options.outputPath), options.modelFolder);
  try {
    await makeFolder(folder);
    const aside = await mkdtemp(join(folder, '.export-'));
    try {
      const written = await options.client.export(options.runId, aside);
      const names = written.map((path) => basename(path)).sort();
      const stamp = freeStamp(folder, names, options);
      const targets = names.map((name) => join(folder, `${stamp}_${name}`));
      for (const [index, name] of names.entries()) await rename(join(aside, name), targets[index]!);
      return targets;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof EvalError) throw error;
    throw new EvalError(
      'store-unreachable',
      `Cannot write the results to ${folder}: ${messageOf(error)}. The run itself is complete in its store; \`assay runs show ${options.runId}\` names the files.`,
      { cause: error },
    );
  }
}

/** Evaluations of one model that began in the same second must not replace each other's files. */
function freeStamp(
  folder: string,
  names: readonly string[],
  { now, timezone }: Pick<ExportOptions, 'now' | 'timezone'>,
): string {
  for (let time = now.getTime(); ; time += 1_000) {
    const stamp = fileStamp(new Date(time), timezone);
    if (!names.some((name) => existsSync(join(folder, `${stamp}_${name}`)))) return stamp;
  }
}

/** `20260102_030405` in a zone of the time zone database. */
export function fileStamp(now: Date, timezone: string): string {
  const parts = formatterOf(timezone).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  const date = `${part('year')}${part('month')}${part('day')}`;
  return `${date}_${part('hour')}${part('minute')}${part('second')}`;
}

export function checkTimezone(timezone: string): void {
  formatterOf(timezone);
}

function formatterOf(timezone: string): Intl.DateTimeFormat {
  const digits = '2-digit';
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
    });
  } catch {
    throw new EvalError(
      'spec-invalid',
      `--timezone takes a name of the time zone database such as UTC or Asia/Singapore, but got "${timezone.slice(0, 60)}".`,
    );
  }
}

/** In this order the arguments are asked for the model's name. */
const NAME_ARGUMENTS = [
  'peft',
  'delta',
  'pretrained',
  'model',
  'model_version',
  'model_name',
  'model_id',
  'path',
  'engine',
] as const;

/** The last two parts of the model's name, `Qwen__Qwen2.5-VL-3B-Instruct`; the model id when there is none. */
export function modelFolderOf(id: string, args: Readonly<Record<string, JsonPrimitive>>): string {
  const named = NAME_ARGUMENTS.map((name) => args[name]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  return sanitizeModelName(typeof named === 'string' ? named : id) || sanitizeModelName(id);
}

export function sanitizeModelName(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const cleaned = parts
    .slice(-2)
    .join('/')
    // eslint-disable-next-line no-control-regex -- control characters have no place in a file name
    .replaceAll(/["<>:/|\\?*[\]\u0000-\u001F]+/g, '__');
  // A leading dot would hide the folder.
  return cleaned.replace(/^\.+/, '').slice(0, 150);
}
