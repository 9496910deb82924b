import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';

/** What FFmpeg prints about a damaged file helps nobody: the outcome is in the error. */
export function silenceFfmpeg(): void {
  Log.setLevel(AV_LOG_QUIET);
}
