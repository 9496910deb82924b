import { findOnPath } from '../../deploy/dev-server/find-on-path.ts';
import { runCommand } from '../../deploy/dev-server/run-command.ts';

const INSTALL_MS = 300_000;

/** The ffmpeg program, from PATH or Debian's packages; undefined, with the reason said, where neither has it. */
export async function ensureFfmpeg(log: (message: string) => void): Promise<string | undefined> {
  const found = await findOnPath('ffmpeg');
  if (found !== undefined) return found;
  if ((await findOnPath('apt-get')) === undefined || process.getuid?.() !== 0) {
    log('The program ffmpeg is missing; install it (on Debian as root: apt-get install ffmpeg).');
    return undefined;
  }
  log('Installing ffmpeg with apt-get: once, about half a minute.');
  const options = {
    timeoutMs: INSTALL_MS,
    environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  await runCommand('apt-get', ['update', '-qq'], options);
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'ffmpeg'];
  const { exitCode, stderr } = await runCommand('apt-get', install, options);
  if (exitCode !== 0) log(`ffmpeg could not be installed: ${stderr.trim().split('\n').at(-1)}`);
  return findOnPath('ffmpeg');
}
