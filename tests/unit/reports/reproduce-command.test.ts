import { describe, expect, it } from 'vitest';
import { reproduceCommand } from '../../../activities/reports/reproduce-command.ts';
import { parseArguments } from '../../../client/cli/parse-arguments.ts';
import { typedValues } from '../../../client/cli/option-values.ts';
import { evaluationOptions } from '../../../core/evaluation-options.ts';
import type { JsonObject } from '../../../core/json.ts';

function commandOf(args: JsonObject): string | undefined {
  return reproduceCommand({ config: { resolved_cli_args: args } });
}

describe('the command to reproduce', () => {
  it('holds what differs from the defaults and nothing else', () => {
    const command = commandOf({
      model: 'onnx',
      model_args: { pretrained: 'models/tiny', dtype: 'float32' },
      tasks: ['shapes', 'mmmu_val'],
      seed: [0, 1234, 1234, 1234],
      offset: 0,
      batch_size: 16,
      log_samples: false,
      trust_remote_code: true,
      yes: true,
    });
    expect(command).toBe(
      [
        'assay eval',
        '--model onnx',
        '--model_args pretrained=models/tiny,dtype=float32',
        '--tasks shapes,mmmu_val',
        '--batch_size 16',
      ].join(' \\\n  '),
    );
  });

  it('quotes for the shell', () => {
    const command = commandOf({
      model: 'mock',
      tasks: ['a'],
      system_instruction: "Don't $(rm) `it`; be brief",
    });
    expect(command).toContain(`--system_instruction 'Don'\\''t $(rm) \`it\`; be brief'`);
  });

  it('reads back to the same values', () => {
    const args: JsonObject = {
      model: 'openai',
      model_args: { model: 'm', base_url: 'http://127.0.0.1:8000/v1', max_retries: 3 },
      tasks: ['shapes'],
      limit: 0.5,
      seed: [1, null, 3, 4],
      gen_kwargs: { temperature: 0.7, until: '["a","b"]' },
      reasoning_tags: null,
      predict_only: true,
    };
    const words = (commandOf(args) ?? '')
      .replaceAll(' \\\n  ', '\u0001')
      .split('\u0001')
      .slice(1)
      .flatMap((part) => {
        const space = part.indexOf(' ');
        if (space < 0) return [part];
        return [part.slice(0, space), part.slice(space + 1).replaceAll(/^'|'$/g, '')];
      });
    expect(typedValues(evaluationOptions, parseArguments(words, evaluationOptions))).toEqual(args);
  });

  it('is absent where the results do not say what was asked', () => {
    expect(reproduceCommand({})).toBeUndefined();
    expect(commandOf({ model: 'mock' })).toBeUndefined();
  });
});
