import type { EvalErrorCode } from '../../core/errors.ts';
import { isEvalError } from '../../core/errors.ts';

/** What the process tells its caller; documented in docs/command-line.md. */
export const EXIT = {
  ok: 0,
  evaluationFailed: 1,
  usage: 2,
  environment: 3,
  cancelled: 4,
  /** 128 + SIGINT, as shells count. */
  detached: 130,
} as const;

const USAGE_CODES: ReadonlySet<EvalErrorCode> = new Set([
  'spec-invalid',
  'config-invalid',
  'task-not-found',
  'task-invalid',
  'model-not-found',
  'model-invalid',
  'dataset-not-found',
  'dataset-invalid',
  'artifact-key-invalid',
]);

const ENVIRONMENT_CODES: ReadonlySet<EvalErrorCode> = new Set([
  'store-unreachable',
  'store-denied',
  'store-full',
  'store-not-visible',
  'store-unsupported',
  'endpoint-unreachable',
  'endpoint-denied',
  'endpoint-model-unknown',
  'secret-missing',
  'server-unreachable',
  'server-start-failed',
  'tool-missing',
]);

export function exitCodeOf(error: unknown): number {
  if (!isEvalError(error)) return EXIT.evaluationFailed;
  return exitCodeOfErrorCode(error.code);
}

export function exitCodeOfErrorCode(code: string): number {
  if (USAGE_CODES.has(code as EvalErrorCode)) return EXIT.usage;
  if (ENVIRONMENT_CODES.has(code as EvalErrorCode)) return EXIT.environment;
  if (code === 'cancelled') return EXIT.cancelled;
  return EXIT.evaluationFailed;
}
