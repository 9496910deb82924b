import type { EvalDocument } from '../../core/document.ts';
import { EvalError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { parseSubtitles, type Subtitle } from '../../core/text/subtitles.ts';
import { questionText } from './videomme.ts';

const HEADING = "This video's subtitles are listed below: \n";
const NONE = 'No subtitles available';

/** The question after the subtitles that are on the screen in the frames a model sees. */
export function doc_to_text(document: EvalDocument, settings: JsonObject): string {
  const question = questionText(document, settings, 'The best answer is:');
  return `${HEADING}${subtitleText(document['subtitle'], settings)}\n${question}`;
}

function subtitleText(file: unknown, settings: JsonObject): string {
  if (typeof file !== 'string' || file === '') return NONE;
  const subtitles = parseSubtitles(file);
  const frames = settings['frame_num'];
  const shown = typeof frames === 'number' && frames > 0 ? inFrames(subtitles, frames) : subtitles;
  return shown.map(({ text }) => text).join('\n');
}

/**
 * The subtitles at evenly spaced moments. The length of a film is not in the data: the end of its last
 * subtitle stands for it.
 */
function inFrames(subtitles: readonly Subtitle[], frames: number): readonly Subtitle[] {
  if (!Number.isInteger(frames) || frames > 100_000) {
    throw new EvalError(
      'config-invalid',
      `Cannot pick subtitles for ${frames} frames: give lmms_eval_specific_kwargs.frame_num a whole number up to 100000, or -1 for all.`,
    );
  }
  const length = Math.max(0, ...subtitles.map(({ end }) => end));
  const moments = Array.from({ length: frames }, (_, index) =>
    frames === 1 ? 0 : (index * length) / (frames - 1),
  );
  return subtitles.filter(({ start, end }) =>
    moments.some((moment) => start <= moment && moment < end),
  );
}
