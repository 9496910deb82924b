import { trimPython } from '../filters/python-text.ts';

export interface Subtitle {
  /** Seconds from the start of the film. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const TIMES =
  /^\s*(\d{1,3}):(\d{2}):(\d{2})[,.](\d{1,3})\s*-->\s*(\d{1,3}):(\d{2}):(\d{2})[,.](\d{1,3})/;
const MARKUP = /<[^<>]{0,200}>/g;

/** The entries of an SRT file in its order, without markup; what has no times or no text is left out. */
export function parseSubtitles(file: string): readonly Subtitle[] {
  const subtitles: Subtitle[] = [];
  for (const block of file.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/)) {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMES.test(line));
    const times = TIMES.exec(lines[at] ?? '');
    if (times === null) continue;
    const text = trimPython(
      lines
        .slice(at + 1)
        .join(' ')
        .replaceAll(MARKUP, ''),
    );
    if (text === '') continue;
    subtitles.push({ start: seconds(times, 1), end: seconds(times, 5), text });
  }
  return subtitles;
}

function seconds(times: RegExpExecArray, group: number): number {
  const [hours, minutes, whole] = [0, 1, 2].map((index) => Number(times[group + index]));
  const milliseconds = Number((times[group + 3] ?? '').padEnd(3, '0'));
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (whole ?? 0) + milliseconds / 1000;
}
