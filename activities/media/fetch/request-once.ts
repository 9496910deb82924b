import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { SNIFF_BYTES, sniffMediaType } from '../../datasets/media-from-bytes.ts';
import type { FetchLimits } from './fetch-limits.ts';

/** A reason of the one who asks or of the server, for the sentence that fails the document. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused';
}

export interface RequestOnce {
  readonly url: URL;
  /** Checked before; the connection goes there whatever the name says a moment later. */
  readonly address: string;
  /** Where the bytes go. */
  readonly target: string;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
}

export type RequestOutcome = { readonly redirect: string } | { readonly sha256: string };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** One GET without credentials or cookies, its body written to a file as far as the limits go. */
export async function requestOnce(options: RequestOnce): Promise<RequestOutcome> {
  const response = await headOf(options);
  try {
    const { statusCode = 0, headers } = response;
    if (REDIRECTS.has(statusCode)) {
      if (headers.location === undefined) throw new FetchRefused('it redirects to nowhere');
      return { redirect: headers.location };
    }
    if (statusCode !== 200) throw new FetchRefused(`the server answered ${statusCode}`);
    const coding = headers['content-encoding'] ?? 'identity';
    if (coding !== 'identity') throw new FetchRefused(`the body is packed as ${coding}`);
    if (Number(headers['content-length'] ?? 0) > options.limits.maxBytes) {
      throw tooLarge(options.limits);
    }
    return { sha256: await save(response, options) };
  } finally {
    response.destroy();
  }
}

function headOf({ url, address, limits, signal }: RequestOnce): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const request = (isSecure ? requestHttps : requestHttp)({
      host: address,
      // Who must show a certificate is the name, not the address.
      ...(isSecure ? { servername: host } : {}),
      port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'assay',
      },
      agent: false,
      timeout: limits.idleMs,
      signal,
    });
    request.on('timeout', () => {
      request.destroy(new FetchRefused(`the server was silent for ${limits.idleMs} ms`));
    });
    request.on('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

async function save(response: IncomingMessage, options: RequestOnce): Promise<string> {
  const { target, limits } = options;
  const hash = createHash('sha256');
  const file = await open(target, 'w');
  let size = 0;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk]);
      // A page about the picture instead of the picture: said before all of it is fetched.
      if (head.length >= SNIFF_BYTES) refuseOther(head, response);
      size += chunk.length;
      if (size > limits.maxBytes) throw tooLarge(limits);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  const told = response.headers['content-length'];
  if (size === 0) throw new FetchRefused('the body is empty');
  refuseOther(head, response);
  if (told !== undefined && Number(told) !== size) {
    throw new FetchRefused(`the body has ${size} of ${told} bytes`);
  }
  return hash.digest('hex');
}

function refuseOther(head: Uint8Array, { headers }: IncomingMessage): void {
  if (sniffMediaType(head) !== undefined) return;
  const type = headers['content-type'] ?? 'no type';
  throw new FetchRefused(`the body is no picture, sound, film or PDF (${type.slice(0, 60)})`);
}

function tooLarge({ maxBytes }: FetchLimits): FetchRefused {
  return new FetchRefused(`it has more than ${maxBytes} bytes`);
}
