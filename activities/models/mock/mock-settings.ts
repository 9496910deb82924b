import { EvalError } from '../../../core/errors.ts';
import { MOCK_PARAMETERS } from '../../../core/models/mock-entries.ts';
import type { ModelArguments } from '../model-adapter.ts';
import { readArguments } from '../read-arguments.ts';

const MODES = ['echo', 'constant', 'first_choice', 'hash', 'script'] as const;

export interface MockSettings {
  readonly mode: (typeof MODES)[number];
  readonly response: string;
  /** Path of the script file. */
  readonly script?: string;
  readonly latencyMs: number;
  /** 0: all at once. */
  readonly tokensPerSecond: number;
  readonly failRate: number;
  readonly failSeed: number;
  readonly crashOn?: string;
  readonly concurrency: number;
  readonly name: string;
}

export function readMockSettings(args: ModelArguments): MockSettings {
  const reader = readArguments('mock', args, MOCK_PARAMETERS);
  const mode = reader.choice('mode', MODES);
  const script = reader.text('script');
  const crashOn = reader.text('crash_on');
  if (mode === 'script' && script === undefined) {
    throw new EvalError(
      'model-invalid',
      '--model_args of mock: mode=script needs the file to play; pass script=PATH.',
    );
  }
  return {
    mode,
    response: reader.text('response') ?? '',
    latencyMs: reader.number('latency_ms', 0)!,
    tokensPerSecond: reader.number('tokens_per_second', 0)!,
    failRate: reader.number('fail_rate', 0)!,
    failSeed: reader.integer('fail_seed', 0)!,
    concurrency: reader.integer('num_concurrent', 1)!,
    name: reader.text('name')!,
    ...(script === undefined ? {} : { script }),
    ...(crashOn === undefined ? {} : { crashOn }),
  };
}
