import { EvalError } from '../../../core/errors.ts';
import { isLoopback } from '../hub/is-loopback.ts';

export interface WebAddress {
  readonly url: URL;
  /** After the origin, as it is asked for. */
  readonly path: string;
  /** For sentences: without query, which may hold a permission. */
  readonly location: string;
  /** Digest that the bytes must have, given as `#sha256=…`. */
  readonly sha256: string | undefined;
}

export function isWebAddress(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

/** The same address, for these bytes only. */
export function withDigest(address: string, sha256: string): string {
  const mark = address.indexOf('#');
  return `${mark < 0 ? address : address.slice(0, mark)}#sha256=${sha256}`;
}

export function webAddress(given: string, mayUseLoopback: boolean): WebAddress {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') {
    // The value may hold a password, so no message repeats it.
    throw refused('an address', 'expected https://host/file, without user name and password');
  }
  const location = `${url.origin}${url.pathname}`;
  if (!mayUseLoopback && (isLoopback(url) || url.hostname.startsWith('169.254.'))) {
    throw refused(
      location,
      'addresses of this machine are not data. Name the path of the file, or set ASSAY_ALLOW_LOOPBACK_FILES=1 for a server of your own',
    );
  }
  const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
  if (url.hash !== '' && sha256 === undefined) {
    throw refused(location, 'after # only sha256=, and 64 hex digits, may stand');
  }
  return { url, path: `${url.pathname}${url.search}`, location, sha256 };
}

function refused(location: string, why: string): EvalError {
  return new EvalError('task-invalid', `Cannot read ${location} named by data_files: ${why}.`);
}
