import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { EvalError } from '../../../core/errors.ts';
import { HubFault, retryAfterMs, withRetries } from './hub-retry.ts';
import type { HubSettings } from './hub-settings.ts';
import { isLoopback } from './is-loopback.ts';
import { THE_HUB, type ServerWords } from './server-words.ts';

export interface HubRequest {
  /** After the endpoint, encoded. */
  readonly path: string;
  /** What is being read, for error sentences. */
  readonly what: string;
  /** Sent as JSON by POST. */
  readonly body?: unknown;
  /** Bytes [start, end), asked for anew on each attempt. */
  readonly range?: () => readonly [number, number];
}

export type HubResponse = Dispatcher.ResponseData;

/** Requests to the Hub with its redirects, refusals and passing failures dealt with. */
export interface HubClient {
  /** `consume` runs again when the connection is lost while it reads. */
  read<Result>(
    request: HubRequest,
    consume: (response: HubResponse) => Promise<Result>,
  ): Promise<Result>;
  json(request: HubRequest): Promise<unknown>;
}

/** Of one request, the first included. */
const DEFAULT_ATTEMPTS = 6;
const CONNECT_TIMEOUT_MS = 10_000;
/** Between two chunks. */
const IDLE_TIMEOUT_MS = 60_000;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createHubClient(settings: HubSettings, words: ServerWords = THE_HUB): HubClient {
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const dispatcher = isLoopback(new URL(settings.endpoint))
    ? new Agent({ connect })
    : new EnvHttpProxyAgent({ connect });
  const { attempts = DEFAULT_ATTEMPTS } = settings;
  const client: HubClient = {
    async read(asked, consume) {
      if (settings.isOffline) throw notCached(asked.what, settings);
      const retries = { what: asked.what, delayMs: settings.retryDelayMs, attempts, words };
      return withRetries(retries, async () => {
        const response = await send(asked, settings, { dispatcher, words });
        try {
          return await consume(response);
        } finally {
          // Given up half-way, it would report that to nobody.
          response.body.on('error', () => undefined).destroy();
        }
      });
    },
    json: (asked) =>
      client.read(asked, async ({ body }) => {
        const text = await body.text();
        try {
          return JSON.parse(text) as unknown;
        } catch {
          throw new HubFault('the answer was not JSON');
        }
      }),
  };
  return client;
}

async function send(
  asked: HubRequest,
  settings: HubSettings,
  { dispatcher, words }: { readonly dispatcher: Dispatcher; readonly words: ServerWords },
): Promise<HubResponse> {
  const endpoint = new URL(settings.endpoint);
  let url = new URL(settings.endpoint + asked.path);
  let mayAuthorize = true;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    // A storage host gets an address that is its own permission, never the token.
    mayAuthorize &&= url.origin === endpoint.origin;
    const response = await request(url, {
      dispatcher,
      method: asked.body === undefined ? 'GET' : 'POST',
      headers: headersOf(asked, mayAuthorize ? settings.token : undefined),
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
      headersTimeout: IDLE_TIMEOUT_MS,
      bodyTimeout: IDLE_TIMEOUT_MS,
    });
    const { statusCode, headers } = response;
    const { location } = headers;
    if (statusCode === 200 || statusCode === 206) return response;
    // The connection can serve the next request only when the answer was read to its end.
    await response.body.dump();
    if (REDIRECTS.has(statusCode) && typeof location === 'string') {
      url = redirected(url, location, { asked, words });
    } else if (isPassing(statusCode) || (statusCode === 403 && url.host !== endpoint.host)) {
      throw new HubFault(`${words.name} answered ${statusCode}`, {
        status: statusCode,
        retryAfterMs: retryAfterMs(headers['retry-after']),
      });
    } else {
      throw words.refusal(asked.what, {
        status: statusCode,
        errorCode: headers['x-error-code'],
        hasToken: settings.token !== undefined,
      });
    }
  }
  throw new HubFault(`more than ${MAX_REDIRECTS} redirects`);
}

function headersOf(asked: HubRequest, token: string | undefined): Record<string, string> {
  const [start, end] = asked.range?.() ?? [];
  return {
    'user-agent': 'assay',
    // Ranges count bytes of the file, not of a compressed copy.
    'accept-encoding': 'identity',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(start === undefined || end === undefined ? {} : { range: `bytes=${start}-${end - 1}` }),
  };
}

function redirected(
  from: URL,
  location: string,
  { asked, words }: { readonly asked: HubRequest; readonly words: ServerWords },
): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe =
    to !== undefined &&
    // A server elsewhere has no say in what is asked of this machine.
    (isLoopback(from) || !isLoopback(to)) &&
    (to.protocol === 'https:' ||
      to.origin === from.origin ||
      (to.protocol === 'http:' && isLoopback(from) && isLoopback(to)));
  if (isSafe && (asked.body === undefined || to.origin === from.origin)) return to;
  throw new EvalError(
    'endpoint-invalid-response',
    `Cannot read ${asked.what}: ${words.name} redirects to ${to === undefined ? 'no address' : `${to.protocol}//${to.host}`}, which is not followed: only https and the same host are. ${words.check}.`,
  );
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function notCached(what: string, settings: HubSettings): EvalError {
  const { cacheFolder, offlineBy = 'HF_HUB_OFFLINE' } = settings;
  return new EvalError(
    'dataset-not-found',
    `Cannot read ${what}: ${offlineBy} is set and it is not in the cache ${cacheFolder}. Run once without it, or copy a cache that has it.`,
    { data: { offline: true } },
  );
}
