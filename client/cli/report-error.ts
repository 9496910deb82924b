import { isEvalError, messageOf } from '../../core/errors.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import type { Environment } from './resolve-evaluations.ts';
import { explainServiceError } from './server-silence.ts';
import { paint } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** One sentence for the person, the exit code for the caller; a stack trace only on demand. */
export function reportError(cause: unknown, terminal: Terminal, environment: Environment): number {
  const error = explainServiceError(cause);
  const isDebug = (environment['ASSAY_DEBUG'] ?? '') !== '';
  const label = paint(terminal, 'red', 'error');
  if (isEvalError(error)) {
    terminal.note(`${label}: ${error.message}`);
    if (isDebug) terminal.note(stackOf(error));
    return exitCodeOf(error);
  }
  terminal.note(
    `${label}: internal error: ${messageOf(error)}. This is a fault of Assay; run the command again with ASSAY_DEBUG=1 and report its output together with that of \`assay version\`.`,
  );
  if (isDebug) terminal.note(stackOf(error));
  return EXIT.evaluationFailed;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
