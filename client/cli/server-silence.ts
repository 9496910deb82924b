import { EvalError, isEvalError } from '../../core/errors.ts';

/** gRPC: cancelled, deadline exceeded, resource exhausted, internal (database busy), unavailable. */
const PASSING_GRPC_CODES: ReadonlySet<unknown> = new Set([1, 4, 8, 13, 14]);

/** What a restart of the server or of its workers mends, as our own error or as the SDK's. */
export function isServerSilence(error: unknown): boolean {
  if (isEvalError(error)) return error.code === 'server-unreachable' || error.code === 'timed-out';
  return isServiceError(error) && PASSING_GRPC_CODES.has(grpcCodeOf(error));
}

/** An error of the SDK's connection as one of ours; anything else as it is. */
export function explainServiceError(error: unknown): unknown {
  if (!isServiceError(error)) return error;
  const details = error.cause instanceof Error ? error.cause.message : error.message;
  return new EvalError(
    'server-unreachable',
    `The Temporal server gives no proper answer: ${details}. \`assay server status\` shows the embedded one; check TEMPORAL_ADDRESS for another.`,
    { cause: error },
  );
}

/** By name, so that the SDK need not be loaded to report an error. */
function isServiceError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ServiceError';
}

function grpcCodeOf(error: Error): unknown {
  const cause = error.cause;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}
