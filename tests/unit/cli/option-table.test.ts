import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { commandLineDocument } from '../../../client/cli/command-line-document.ts';
import { COMMANDS } from '../../../client/cli/commands.ts';
import { convertOption } from '../../../client/cli/convert-option.ts';
import { commandHelp } from '../../../client/cli/help-text.ts';
import { parseArguments } from '../../../client/cli/parse-arguments.ts';
import { evaluationOptions, validConfigKeys } from '../../../core/evaluation-options.ts';

const FAMILIAR_FLAGS = [
  '--config',
  '--model',
  '--tasks',
  '--model_args',
  '--launcher_args',
  '--num_fewshot',
  '--batch_size',
  '-b',
  '--max_batch_size',
  '--device',
  '--output_path',
  '--limit',
  '--offset',
  '--use_cache',
  '-c',
  '--cache_requests',
  '--check_integrity',
  '--write_out',
  '-w',
  '--log_samples',
  '--wandb_log_samples',
  '--log_samples_suffix',
  '--system_instruction',
  '--apply_chat_template',
  '--fewshot_as_multiturn',
  '--show_config',
  '--include_path',
  '--gen_kwargs',
  '--reasoning_tags',
  '--verbosity',
  '--wandb_args',
  '--timezone',
  '--hf_hub_log_args',
  '--predict_only',
  '-x',
  '--seed',
  '--trust_remote_code',
  '--process_with_media',
  '--agentic_trace_mode',
  '--force_simple',
  '-n',
  '--repeats',
  '--num_samples',
  '--baseline',
  '--max_tokens',
  '--power-analysis',
  '--effect-size',
  '--alpha',
  '--power',
  '--correlation',
  '--std-a',
  '--std-b',
  '--swanlab_args',
  '--swanlab_log_samples',
];

describe('the table of evaluation options', () => {
  it('holds every flag that users of lmms-eval type', () => {
    const known = new Set(evaluationOptions.flatMap((option) => option.flags));
    expect(FAMILIAR_FLAGS.filter((flag) => !known.has(flag))).toEqual([]);
  });

  it('names each key and each spelling once', () => {
    const keys = evaluationOptions.map((option) => option.key);
    const flags = evaluationOptions.flatMap((option) => [
      ...option.flags,
      ...(option.offFlags ?? []),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(flags).size).toBe(flags.length);
  });

  it('has defaults that its own conversion accepts', () => {
    const withDefault = evaluationOptions.filter(
      (option) => option.default !== undefined && option.key !== 'include_path',
    );
    for (const option of withDefault) {
      expect(convertOption(option, option.default, option.key)).toEqual(option.default);
    }
    expect(withDefault.length).toBeGreaterThan(20);
  });

  it('lists the keys of configuration files sorted and without what is refused', () => {
    const keys = validConfigKeys();
    expect(keys).toEqual([...keys].sort());
    expect(keys).toContain('env');
    expect(keys).toContain('model_args');
    expect(keys).not.toContain('wandb_args');
    expect(keys).not.toContain('config');
  });
});

describe('the help', () => {
  it('shows each command with examples whose flags exist', async () => {
    for (const entry of COMMANDS) {
      const command = await entry.load();
      const help = commandHelp(command);
      expect(command.examples.length).toBeGreaterThanOrEqual(2);
      for (const example of command.examples) {
        expect(help).toContain(example.command);
        const argv = example.command.split(' ');
        const own = argv.slice(argv.indexOf('assay') + 2);
        expect(() => parseArguments(own, command.options)).not.toThrow();
      }
    }
  });

  it('is the reference page, word for word', async () => {
    const page = await readFile(new URL('../../../docs/command-line.md', import.meta.url), 'utf8');
    expect(page.trimEnd()).toBe((await commandLineDocument()).trimEnd());
  });
});
