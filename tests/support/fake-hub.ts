import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeHubRequest {
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** What happens to a request instead of its answer. */
export type FakeHubFault =
  | 'reset'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends after so many bytes of the body. */
  | { readonly truncateAt: number }
  /** The body is served with its first byte changed. */
  | { readonly damaged: true }
  /** The whole file instead of the range. */
  | { readonly ignoreRange: true };

export interface FakeHub {
  readonly endpoint: string;
  readonly requests: FakeHubRequest[];
  /** Bytes of files sent so far, by either host. */
  bytesSent(): number;
  /** Replaces the files of a revision and gives the new commit. */
  commit(
    repository: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    revision?: string,
  ): string;
  /** Only this token may read the repository from now on. */
  gate(repository: string, token: string): void;
  intercept(decide: ((request: FakeHubRequest) => FakeHubFault | undefined) | undefined): void;
  stop(): Promise<void>;
}

interface Repository {
  readonly revisions: Map<string, ReadonlyMap<string, Buffer>>;
  readonly names: Map<string, string>;
  token?: string;
}

/** From this size on, files lie on the second host, behind a redirect, as large files do. */
const LARGE_BYTES = 64 * 1024;

/** Speaks the part of the Hub's HTTP API that datasets are read by, over files the test makes. */
export async function startFakeHub(): Promise<FakeHub> {
  const repositories = new Map<string, Repository>();
  const stored = new Map<string, Buffer>();
  const requests: FakeHubRequest[] = [];
  let decide: ((request: FakeHubRequest) => FakeHubFault | undefined) | undefined;
  let sent = 0;

  const sendFile = (
    message: IncomingMessage,
    response: ServerResponse,
    given: { bytes: Buffer; fault: FakeHubFault | undefined },
  ) => {
    const kind = (name: string) => typeof given.fault === 'object' && name in given.fault;
    const { fault } = given;
    const bytes = kind('damaged') ? damage(given.bytes) : given.bytes;
    const range = /^bytes=(\d+)-(\d+)$/.exec(message.headers.range ?? '');
    const [start, end] =
      range === null || kind('ignoreRange')
        ? [0, bytes.length]
        : [Number(range[1]), Math.min(bytes.length, Number(range[2]) + 1)];
    const part = bytes.subarray(start, end);
    response.writeHead(range === null || kind('ignoreRange') ? 200 : 206, {
      'content-length': part.length,
      'content-range': `bytes ${start}-${end - 1}/${bytes.length}`,
    });
    if (typeof fault === 'object' && 'truncateAt' in fault && fault.truncateAt < part.length) {
      sent += fault.truncateAt;
      response.write(part.subarray(0, fault.truncateAt), () => {
        // Let the bytes leave before the connection ends.
        setTimeout(() => response.destroy(), 20);
      });
      return;
    }
    sent += part.length;
    response.end(part);
  };

  const serve = (host: FakeHubRequest['host'], answer: Answer) =>
    createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const { method = '', url = '', headers } = message;
        const request = { host, method, path: url, headers };
        requests.push(request);
        const fault = decide?.(request);
        if (fault === 'reset') response.destroy();
        else if (fault !== undefined && 'status' in fault) {
          response.writeHead(fault.status, fault.headers).end();
        } else answer(message, response, { body: Buffer.concat(chunks).toString(), fault });
      });
    });

  const cdn = serve('cdn', (message, response, { fault }) => {
    const digest = /^\/blobs\/([0-9a-f]{64})\?signature=granted$/.exec(message.url ?? '')?.[1];
    const bytes = stored.get(digest ?? '');
    if (bytes === undefined) sendError(response, 403);
    else sendFile(message, response, { bytes, fault });
  });
  const cdnAddress = await listen(cdn);

  const hub = serve('hub', (message, response, { body, fault }) => {
    const parts = (message.url ?? '').split('/').slice(1).map(decodeURIComponent);
    const isApi = parts[0] === 'api';
    const [, owner, name, verb, revision = '', ...path] = isApi ? parts.slice(1) : parts;
    const repository = repositories.get(`${owner}/${name}`);
    if (repository === undefined) {
      sendError(response, message.headers.authorization ? 404 : 401, 'RepoNotFound');
      return;
    }
    const { token } = repository;
    if (token !== undefined && message.headers.authorization !== `Bearer ${token}`) {
      sendError(response, message.headers.authorization ? 403 : 401, 'GatedRepo');
      return;
    }
    const sha = repository.names.get(revision) ?? revision;
    const files = repository.revisions.get(sha);
    if (files === undefined) sendError(response, 404, 'RevisionNotFound');
    else if (isApi && verb === 'revision') {
      sendJson(response, { sha, siblings: [...files.keys()].map((rfilename) => ({ rfilename })) });
    } else if (isApi && verb === 'paths-info') {
      const { paths } = JSON.parse(body) as { paths: string[] };
      sendJson(
        response,
        paths.flatMap((one) => describe(one, files.get(one))),
      );
    } else {
      const bytes = verb === 'resolve' ? files.get(path.join('/')) : undefined;
      if (bytes === undefined) sendError(response, 404, 'EntryNotFound');
      else if (bytes.length < LARGE_BYTES) sendFile(message, response, { bytes, fault });
      else {
        const location = `${cdnAddress}/blobs/${sha256(bytes)}?signature=granted`;
        response.writeHead(302, { location }).end();
      }
    }
  });
  const endpoint = await listen(hub);

  return {
    endpoint,
    requests,
    bytesSent: () => sent,
    commit(repository, files, revision = 'main') {
      const found = repositories.get(repository) ?? { revisions: new Map(), names: new Map() };
      const contents = new Map(
        Object.entries(files).map(([path, data]) => [path, Buffer.from(data)]),
      );
      for (const bytes of contents.values()) stored.set(sha256(bytes), bytes);
      const tree = [...contents].map(([path, bytes]) => `${path} ${sha256(bytes)}`).join('\n');
      const sha = createHash('sha1').update(`${revision}\n${tree}`).digest('hex');
      found.revisions.set(sha, contents);
      found.names.set(revision, sha);
      repositories.set(repository, found);
      return sha;
    },
    gate(repository, token) {
      repositories.get(repository)!.token = token;
    },
    intercept(next) {
      decide = next;
    },
    async stop() {
      for (const server of [hub, cdn]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

type Answer = (
  message: IncomingMessage,
  response: ServerResponse,
  given: { readonly body: string; readonly fault: FakeHubFault | undefined },
) => void;

function describe(path: string, bytes: Buffer | undefined): readonly object[] {
  if (bytes === undefined) return [];
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 134 };
  const isLarge = bytes.length >= LARGE_BYTES;
  return [{ type: 'file', path, size: bytes.length, oid, ...(isLarge ? { lfs } : {}) }];
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function damage(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ 1;
  return copy;
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendError(response: ServerResponse, status: number, code = 'AccessDenied'): void {
  response.writeHead(status, { 'x-error-code': code }).end();
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
