import { readFileSync } from 'node:fs';
import { EvalError } from '../core/errors.ts';

export interface BuildIdentity {
  /** Digest of everything that decides results; workflows are pinned to it. */
  readonly buildId: string;
  readonly version: string;
  readonly gitHash: string;
}

/** What `npm run build` wrote beside the compiled code. */
export function readBuildIdentity(distDirectory: string): BuildIdentity {
  const path = `${distDirectory}/build.json`;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as BuildIdentity;
  } catch (cause) {
    throw new EvalError(
      'tool-missing',
      `Cannot read ${path}: the build is missing or incomplete. Run \`npm run build\`.`,
      { cause },
    );
  }
}
