import { EvalError, messageOf } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { sampleScores, type SampleScores } from './sample-scores.ts';

/** As a task has it that names none. */
const DEFAULT_SCORE_KEY = 'score';

/** The scores of a samples file, line by line; lines that name no document are passed over. */
export async function* readSamples(
  file: {
    readonly location: string;
    /** The field of a record that is its score, where the file's task is known to name one. */
    readonly scoreKey?: string;
    lines(): AsyncIterable<string>;
  },
  scoreKey = file.scoreKey ?? DEFAULT_SCORE_KEY,
): AsyncGenerator<SampleScores> {
  let number = 0;
  for await (const line of file.lines()) {
    number += 1;
    if (line.trim() === '') continue;
    const sample = sampleScores(parse(line, file.location, number), scoreKey);
    if (sample !== undefined) yield sample;
  }
}

function parse(line: string, location: string, number: number): JsonObject {
  try {
    const value = JSON.parse(line) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (cause) {
    throw new EvalError(
      'config-invalid',
      `Cannot read line ${number} of ${location}: it is not JSON (${messageOf(cause)}). Give a samples file: one JSON object per line.`,
      { cause },
    );
  }
  throw new EvalError(
    'config-invalid',
    `Cannot read line ${number} of ${location}: expected a JSON object per line, as in a samples file.`,
  );
}
