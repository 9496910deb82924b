import { checkArtifactKey } from '../../core/artifact-key.ts';

/** A prefix to list: empty, a whole key, or a beginning of one; held to the same alphabet as keys. */
export function checkKeyPrefix(prefix: string): string {
  if (prefix === '') return prefix;
  checkArtifactKey(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
  return prefix;
}
