import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';

/** Stands in the prompt where a frame is. */
const FRAME = '<image>';
const DEFAULT_FRAMES = 16;
/** A subtitle counts as shown for one second at least. */
const LEAST_SECONDS = 1;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A mark for each frame and, between them, the subtitles that are on the screen in some frame. */
export function interleave(document: EvalDocument, maxFrames: unknown): string {
  const duration = numberOf(document, 'duration');
  const frames = frameTimes(duration, typeof maxFrames === 'number' ? maxFrames : DEFAULT_FRAMES);
  const lines: string[] = [];
  let next = 0;
  for (const { start, end, text } of subtitleLines(document, duration)) {
    const middle = (start + end) / 2;
    while (next < frames.length && frames[next]! <= middle) {
      lines.push(FRAME);
      next += 1;
    }
    const isShort = end - start < LEAST_SECONDS;
    const [from, until] = isShort
      ? [middle - LEAST_SECONDS / 2, middle + LEAST_SECONDS / 2]
      : [start, end];
    if (frames.some((frame) => from < frame && frame < until)) lines.push(text);
  }
  return [...lines, ...frames.slice(next).map(() => FRAME)].join('\n');
}

/** Evenly spaced over the film; one per second where it is shorter than that. */
function frameTimes(duration: number, count: number): readonly number[] {
  const isLong = duration > count;
  return Array.from({ length: isLong ? count : Math.floor(duration) }, (_, index) =>
    isLong ? (duration / count) * index : index,
  );
}

/** The subtitles file of the film, a JSON list in one of two forms, in seconds from the film's start. */
function subtitleLines(document: EvalDocument, duration: number): readonly Line[] {
  const offset = numberOf(document, 'starting_timestamp_for_subtitles');
  return subtitlesOf(document).map((entry): Line => {
    const times = entry['timestamp'];
    const [start, end, text] = Array.isArray(times)
      ? [times[0] as JsonValue, times[1] as JsonValue, entry['text']]
      : [clock(entry['start']), clock(entry['end']), entry['line']];
    return {
      start: (typeof start === 'number' ? start : 0) - offset,
      end: (typeof end === 'number' ? end : duration) - offset,
      text: typeof text === 'string' ? text : '',
    };
  });
}

function subtitlesOf(document: EvalDocument): readonly JsonObject[] {
  const column = document['subtitles'];
  const parsed = typeof column === 'string' ? parseJson(column) : column;
  if (Array.isArray(parsed)) return parsed.filter(isRecord);
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the subtitles of the question ${JSON.stringify(document['id'])}: expected a JSON list in the column "subtitles", received ${JSON.stringify(column)?.slice(0, 80) ?? 'nothing'}.`,
  );
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 00:01:02.500 in seconds. */
function clock(value: JsonValue | undefined): number | undefined {
  const parts = typeof value === 'string' ? value.split(':').map(Number) : [];
  const [hours = 0, minutes = 0, seconds = 0] = parts;
  const total = hours * 3600 + minutes * 60 + seconds;
  return parts.length === 3 && Number.isFinite(total) ? total : undefined;
}

function numberOf(document: EvalDocument, column: string): number {
  const value = document[column];
  if (typeof value === 'number') return value;
  throw new EvalError(
    'dataset-invalid',
    `Cannot read the column "${column}": expected a number, received ${JSON.stringify(value) ?? 'nothing'}. Check the dataset's revision.`,
  );
}
