import { sanitizeText } from './sanitize-text.ts';

/** Where a command speaks. Everything written through it is free of control characters. */
export interface Terminal {
  /** A line (or several) of the result, on standard output. */
  readonly print: (text: string) => void;
  /** A line for the person watching, on standard error. */
  readonly note: (text: string) => void;
  /** Exact bytes on standard error: cursor movements of the progress display. */
  readonly rawNote: (text: string) => void;
  /** A person can answer questions. */
  readonly isInteractive: boolean;
  /** Standard error is a screen, so a line can be redrawn. */
  readonly canRedraw: boolean;
  readonly columns: number;
  readonly hasColour: boolean;
}

export function openTerminal(environment: NodeJS.ProcessEnv): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader that went away (`assay tasks | head`) is no error.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const isPlain = environment['TERM'] === 'dumb';
  return {
    print: (text) => void stdout.write(`${sanitizeText(text)}\n`),
    note: (text) => void stderr.write(`${sanitizeText(text)}\n`),
    rawNote: (text) => void stderr.write(text),
    isInteractive: stdin.isTTY && stdout.isTTY,
    canRedraw: stderr.isTTY && !isPlain,
    // Some pseudo-terminals say 0.
    columns: stderr.columns || 100,
    hasColour: stdout.isTTY && !isPlain && (environment['NO_COLOR'] ?? '') === '',
  };
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const;

/** Select-graphic-rendition codes pass `sanitizeText`; everything else after an escape does not. */
export function paint(terminal: Terminal, style: keyof typeof CODES, text: string): string {
  if (!terminal.hasColour) return text;
  const [on, off] = CODES[style];
  return `\u001B[${on}m${text}\u001B[${off}m`;
}
