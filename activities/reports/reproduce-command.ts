import type { CommandOption } from '../../core/command-option.ts';
import { evaluationOptions } from '../../core/evaluation-options.ts';
import { canonicalJson, type JsonObject, type JsonValue } from '../../core/json.ts';
import { objectAt, own } from './read-json.ts';

/**
 * The command that evaluates the same again, from the options that differ from their defaults. Options
 * that change nothing are left out, and so is the store.
 */
export function reproduceCommand(results: JsonObject): string | undefined {
  const args = objectAt(results, 'config', 'resolved_cli_args');
  if (own(args, 'model') === undefined || own(args, 'tasks') === undefined) return undefined;
  const parts = evaluationOptions.flatMap((option) => {
    const value = own(args, option.key);
    return value === undefined || isUnchanged(option, value) ? [] : flagOf(option, value);
  });
  return ['assay eval', ...parts].join(' \\\n  ');
}

function isUnchanged(option: CommandOption, value: JsonValue): boolean {
  if (option.standing !== undefined || option.key === 'yes') return true;
  const usual = option.default ?? (option.kind === 'boolean' ? false : undefined);
  if (usual !== undefined) return canonicalJson(value) === canonicalJson(usual);
  return value === null && option.kind !== 'reasoning-tags';
}

function flagOf(option: CommandOption, value: JsonValue): string[] {
  const flag = option.flags.find((one) => one.startsWith('--')) ?? `--${option.key}`;
  if (value === true) return [flag];
  if (value === false) {
    const [off] = option.offFlags ?? [];
    return [off ?? `${flag}=false`];
  }
  return [`${flag} ${shellWord(textOf(option, value))}`];
}

function textOf(option: CommandOption, value: JsonValue): string {
  if (option.kind === 'reasoning-tags') return value === null ? 'none' : JSON.stringify(value);
  if (option.kind === 'assignments') {
    const entries = Object.entries(objectAt(value));
    return entries.map(([key, item]) => `${key}=${scalarText(item)}`).join(',');
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => scalarText(item)).join(',');
  return scalarText(value);
}

function scalarText(value: JsonValue): string {
  if (value === null) return 'None';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A word for a POSIX shell: bare where nothing in it is special, else in single quotes. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
