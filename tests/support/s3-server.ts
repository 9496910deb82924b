import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { findMotoServer } from './s3-moto.ts';
import { findVersityGateway } from './versitygw.ts';

export interface S3Server {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  /** Store URL of the bucket, ready for openStore. */
  readonly url: string;
  /** What a process needs to reach it: the credentials. */
  readonly environment: Record<string, string>;
  readonly kind: 'versitygw' | 'moto';
  /** Makes the server unreachable and keeps its objects (versitygw only). */
  pause(): Promise<void>;
  /** Brings it back at the same address. */
  resume(): Promise<void>;
  /** Ends the server and removes its objects. */
  stop(): Promise<void>;
}

const REGION = 'us-east-1';
const ACCESS_KEY = 'assaytest';
const SECRET_KEY = 'assaytestsecret';
const BUCKET = 'assay-test';
const START_TIMEOUT_MS = 30_000;
/** Building versitygw may come first; pass this to beforeAll. */
export const S3_START_TIMEOUT_MS = 900_000;

/** Starts a real S3-compatible server of its own on loopback, with an empty bucket. */
export async function startS3Server(): Promise<S3Server> {
  const gateway = await findVersityGateway();
  const moto = gateway === undefined ? await findMotoServer() : undefined;
  const program = gateway ?? moto;
  if (program === undefined) {
    throw new Error(
      'Cannot start an S3 server for the tests: put versitygw on PATH, or install Go (to build it) or Python 3 (for moto).',
    );
  }
  const kind = gateway === undefined ? 'moto' : 'versitygw';
  const folder = await mkdtemp(join(tmpdir(), 'assay-s3-'));
  const port = await findFreePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const environment = {
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: SECRET_KEY,
    AWS_REGION: REGION,
  };
  let child = await start(program, kind, folder, port);
  await createBucket(endpoint);

  return {
    endpoint,
    region: REGION,
    accessKey: ACCESS_KEY,
    secretKey: SECRET_KEY,
    bucket: BUCKET,
    url: `s3://${BUCKET}?endpoint=${endpoint}&region=${REGION}&path_style=true`,
    environment,
    kind,
    pause: () => end(child),
    async resume() {
      child = await start(program, kind, folder, port);
    },
    async stop() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  program: string,
  kind: S3Server['kind'],
  folder: string,
  port: number,
): Promise<ChildProcess> {
  if (kind === 'moto') return launch(program, ['-H', '127.0.0.1', '-p', String(port)], port);
  const objects = join(folder, 'objects');
  await mkdir(objects, { recursive: true });
  const common = ['-q', '--keep-alive', '--port', `127.0.0.1:${port}`, 'posix'];
  try {
    return await launch(program, [...common, objects], port);
  } catch (error) {
    // Without user extended attributes (some container file systems) it keeps metadata beside.
    const sidecar = join(folder, 'sidecar');
    await mkdir(sidecar, { recursive: true });
    if (!/xattr|attribute/i.test(String(error))) throw error;
    return launch(program, [...common, '--sidecar', sidecar, objects], port);
  }
}

async function launch(
  program: string,
  arguments_: readonly string[],
  port: number,
): Promise<ChildProcess> {
  const child = spawn(program, arguments_, {
    env: { ...process.env, ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: SECRET_KEY },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const remember = (text: Buffer) => (output = (output + text.toString()).slice(-2_000));
  child.stdout.on('data', remember);
  child.stderr.on('data', remember);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null) throw new Error(`${program} ended at once: ${output}`);
    if (await answers(port)) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`${program} did not answer on port ${port} within 30 s: ${output}`);
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

async function createBucket(endpoint: string): Promise<void> {
  // The pinned SDK still runs on Node 20; its warning would only fill the test output.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const client = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY },
  });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await ended;
  clearTimeout(force);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
