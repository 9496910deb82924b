import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { EvalError } from '../../../core/errors.ts';

/** How this process reaches the Hugging Face Hub, and where it keeps what it read. */
export interface HubSettings {
  /** Address without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | undefined;
  /** Reads the cache only. */
  readonly isOffline: boolean;
  /** What says so. Default: HF_HUB_OFFLINE. */
  readonly offlineBy?: string;
  /** Of one request. */
  readonly attempts?: number;
  readonly cacheFolder: string;
  /** First wait after a passing failure; doubles each time. */
  readonly retryDelayMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_ENDPOINT = 'https://huggingface.co';

/** The variables the Hub's own tools read: HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE, HF_HOME. */
export function hubSettingsFrom(environment: Environment): HubSettings {
  const token = environment['HF_TOKEN']?.trim();
  if (token && !/^[\x21-\x7e]+$/.test(token)) {
    throw new EvalError(
      'config-invalid',
      'Cannot use HF_TOKEN: it holds spaces or characters outside ASCII. Copy the token again.',
    );
  }
  return {
    endpoint: endpointFrom(environment['HF_ENDPOINT']?.trim() || DEFAULT_ENDPOINT),
    token: token || undefined,
    isOffline: /^(?:1|on|yes|true)$/i.test(environment['HF_HUB_OFFLINE']?.trim() ?? ''),
    cacheFolder: cacheFolderFrom(environment),
    retryDelayMs: 500,
  };
}

function endpointFrom(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  // The value may hold a password, so no message repeats it.
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search) {
    throw new EvalError(
      'config-invalid',
      `Cannot use HF_ENDPOINT: expected an address such as ${DEFAULT_ENDPOINT}, without user name, password or query.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function cacheFolderFrom(environment: Environment): string {
  const own = environment['ASSAY_CACHE_DIR'];
  if (own) return resolve(own, 'hub');
  const hubHome = environment['HF_HOME'];
  // Beside `hub`, whose layout belongs to the Hub's Python library.
  if (hubHome) return resolve(hubHome, 'assay-hub');
  return resolve(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'assay', 'hub');
}
