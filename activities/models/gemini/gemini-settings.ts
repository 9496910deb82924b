import { EvalError } from '../../../core/errors.ts';
import type { ArgumentReader } from '../read-arguments.ts';

export interface GeminiSettings {
  readonly video: 'native' | 'frames';
  /** Frames per second that the provider takes from a native film. */
  readonly fps?: number;
  readonly thinkingBudget?: number;
  readonly effort?: string;
  /** undefined: the provider's own. */
  readonly safetyThreshold?: string;
}

export function readGeminiSettings(reader: ArgumentReader): GeminiSettings {
  const effort = reader.text('reasoning_effort');
  const budget = reader.integer('thinking_budget', -1);
  if (effort !== undefined && budget !== undefined) {
    throw new EvalError(
      'model-invalid',
      '--model_args of gemini: reasoning_effort and thinking_budget exclude each other; keep one.',
    );
  }
  const fps = reader.number('fps', 0) ?? 0;
  const threshold = reader.text('safety_threshold') ?? 'default';
  return {
    video: reader.choice('video', ['native', 'frames']),
    ...(fps > 0 ? { fps } : {}),
    ...(budget === undefined ? {} : { thinkingBudget: budget }),
    ...(effort === undefined ? {} : { effort }),
    ...(threshold === 'default' ? {} : { safetyThreshold: threshold }),
  };
}
