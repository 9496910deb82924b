import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { EvalError, messageOf } from '../../../core/errors.ts';
import { parseAllowedHosts, type AllowedHosts } from './allowed-hosts.ts';
import { DEFAULT_FETCH_LIMITS, type FetchLimits } from './fetch-limits.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import { FetchRefused, requestOnce } from './request-once.ts';
import { createUrlCache, type FetchedMedia } from './url-cache.ts';

/**
 * The one way in which a URL of a document is read: http and https, from hosts the operator listed, at
 * addresses of the public internet, within limits. What was fetched stays on this host's disk.
 */
export interface MediaFetcher {
  /** Throws media-unreadable with the reason. */
  fetch(url: string): Promise<FetchedMedia>;
}

export interface MediaFetcherOptions {
  readonly folder: string;
  /** As in ASSAY_MEDIA_HOSTS. */
  readonly hosts: string;
  readonly maxCacheBytes: number;
  readonly limits?: Partial<FetchLimits>;
  /** For tests, whose servers are on this host. */
  readonly mayUseLoopback?: boolean;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { mayUseLoopback = false, resolve = addressesOf } = options;
  const hosts = parseAllowedHosts(options.hosts);
  const limits: FetchLimits = { ...DEFAULT_FETCH_LIMITS, ...options.limits };
  const cache = createUrlCache(options.folder, options.maxCacheBytes);
  const inProgress = new Map<string, Promise<FetchedMedia>>();

  /** Looked up once; a name with one address of the inside is refused with all its others. */
  const checkedAddress = async (url: URL): Promise<string> => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const found = isIP(host) === 0 ? await resolve(host) : [host];
    const inside = found.find(
      (address) => !isPublicAddress(address) && !(mayUseLoopback && isLoopbackAddress(address)),
    );
    if (inside !== undefined) {
      throw new FetchRefused(`${url.host} is at ${inside}, which is no public address`);
    }
    const [first] = found;
    if (first === undefined) throw new FetchRefused(`${url.host} has no address`);
    return first;
  };

  const download = async (given: string, target: string): Promise<string> => {
    const signal = AbortSignal.timeout(limits.totalMs);
    try {
      return await follow(given, target, signal);
    } catch (error) {
      // A connection that is cut says so in many ways.
      throw signal.aborted ? new FetchRefused(`it took longer than ${limits.totalMs} ms`) : error;
    }
  };

  const follow = async (given: string, target: string, signal: AbortSignal): Promise<string> => {
    let url = parseUrl(given, hosts);
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      const address = await checkedAddress(url);
      const outcome = await requestOnce({ url, address, target, limits, signal });
      if ('sha256' in outcome) return outcome.sha256;
      const next = parseUrl(outcome.redirect, hosts, url);
      if (url.protocol === 'https:' && next.protocol === 'http:') {
        throw new FetchRefused('it redirects from https to http');
      }
      url = next;
    }
    throw new FetchRefused(`it redirects more than ${limits.maxRedirects} times`);
  };

  const fetchOnce = async (url: string): Promise<FetchedMedia> => {
    try {
      // Also what is kept is shown only to who may ask for it now.
      parseUrl(url, hosts);
      return (await cache.find(url)) ?? (await cache.keep(url, (path) => download(url, path)));
    } catch (error) {
      throw failed(url, error);
    }
  };

  return {
    fetch(url) {
      const sharing = inProgress.get(url);
      if (sharing !== undefined) return sharing;
      const fetching = fetchOnce(url).finally(() => inProgress.delete(url));
      inProgress.set(url, fetching);
      return fetching;
    },
  };
}

function parseUrl(given: string, hosts: AllowedHosts, base?: URL): URL {
  const url = URL.canParse(given, base?.href) ? new URL(given, base?.href) : undefined;
  if (url === undefined) throw new FetchRefused('it is no address');
  if (!/^https?:$/.test(url.protocol)) throw new FetchRefused(`${url.protocol} is not fetched`);
  if (url.username !== '' || url.password !== '') {
    throw new FetchRefused('it holds a user name or password');
  }
  if (hosts.allows(url)) return url;
  throw new FetchRefused(
    `the host ${url.host} is not allowed. Set ASSAY_MEDIA_HOSTS=${url.host} where the worker runs if it may be asked, or download the files`,
  );
}

async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

function failed(given: string, error: unknown): EvalError {
  const { code } = error as NodeJS.ErrnoException;
  const isDisk = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EACCES' || code === 'EROFS';
  // A query may hold a permission, so no message repeats it.
  const shown = given
    .split(/[?#]/)[0]!
    .replace(/\/\/[^/@]*@/, '//')
    .slice(0, 160);
  return new EvalError(
    isDisk ? 'store-denied' : 'media-unreadable',
    `Cannot fetch the media ${shown} named by a document: ${messageOf(error)}.`,
    { cause: error },
  );
}
