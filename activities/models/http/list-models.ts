import { resourcePath } from './base-url.ts';
import type { ResponseHeaders, Transport } from './transport.ts';

const LIST_TIMEOUT_MS = 5000;

export interface ModelList {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: string;
  /** Names offered; undefined where the endpoint has no such list. */
  readonly names?: readonly string[];
}

/** GET /models. Rejects only when nobody could be asked in time. */
export async function listModels(
  transport: Transport,
  baseUrl: string,
  signal: AbortSignal,
): Promise<ModelList> {
  const chunks: Buffer[] = [];
  let status = 0;
  let headers: ResponseHeaders = {};
  await transport.exchange(
    { method: 'GET', path: resourcePath(baseUrl, 'models'), timeoutMs: LIST_TIMEOUT_MS, signal },
    {
      onSent: () => {},
      onHead: (answered, answeredHeaders) => {
        status = answered;
        headers = answeredHeaders;
      },
      onChunk: (chunk) => chunks.push(chunk),
    },
  );
  const body = Buffer.concat(chunks).toString('utf8');
  const names = status === 200 ? namesIn(body) : undefined;
  return { status, headers, body, ...(names === undefined ? {} : { names }) };
}

/** Names in a list, which OpenAI calls `data` and Google `models`; undefined where more pages follow. */
function namesIn(body: string): string[] | undefined {
  try {
    const list = JSON.parse(body) as Record<string, unknown>;
    const entries = list['data'] ?? list['models'];
    if (!Array.isArray(entries) || list['has_more'] === true || list['nextPageToken']) {
      return undefined;
    }
    return entries
      .map((entry: { id?: unknown; name?: unknown } | null) => entry?.id ?? entry?.name)
      .filter((name) => typeof name === 'string')
      .map((name) => name.replace(/^models\//, ''));
  } catch {
    return undefined;
  }
}
