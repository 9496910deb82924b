import { resolve } from 'node:path';
import { cacheDirectoryFrom } from './cache-directory.ts';
import { dataDirectoryFrom } from './data-paths.ts';
import { checkFreeDisk, checkHardware, checkNode, checkStore } from './doctor/check-host.ts';
import {
  checkFairness,
  checkSearchAttributes,
  checkTemporalBinary,
  checkTemporalServer,
} from './doctor/check-temporal.ts';
import { checkHub, checkModule, checkProgram, checkSecrets } from './doctor/check-tools.ts';
import { examine } from './doctor/doctor-check.ts';
import type { DoctorCheck, DoctorContext, Finding } from './doctor/doctor-check.ts';

export interface DoctorOptions {
  /** Default: `ASSAY_DATA_DIR`, else `./assay-data`. */
  readonly dataDirectory?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** JSON-plain; `status` is the worst of the checks. */
export interface DoctorReport {
  readonly status: DoctorCheck['status'];
  readonly checks: readonly DoctorCheck[];
}

/** Looks at everything at once, in under 5 s, and changes nothing. */
export async function runDoctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const environment = options.environment ?? process.env;
  const context: DoctorContext = {
    dataDirectory: resolve(options.dataDirectory ?? dataDirectoryFrom(environment)),
    cacheDirectory: cacheDirectoryFrom(environment),
    environment,
  };
  const checks = await Promise.all(
    Object.entries(checksFor(context)).map(([name, check]) => examine(name, async () => check())),
  );
  const worst = (['problem', 'warning'] as const).find((status) =>
    checks.some((check) => check.status === status),
  );
  return { status: worst ?? 'ok', checks };
}

/** In the order in which they are shown. */
function checksFor(context: DoctorContext): Record<string, () => Finding | Promise<Finding>> {
  const { dataDirectory, cacheDirectory } = context;
  const forVideo = {
    status: 'warning',
    remedy: 'Video and audio tasks need it: install ffmpeg with your package manager.',
  } as const;
  return {
    'Node.js': () => checkNode(),
    'Processor and memory': checkHardware,
    'Disk for data': () => checkFreeDisk(dataDirectory, 1),
    'Disk for tools': () => checkFreeDisk(cacheDirectory, 1),
    'Artifact store': () => checkStore(dataDirectory),
    'Temporal program': () => checkTemporalBinary(context),
    'Temporal server': () => checkTemporalServer(context),
    'Search attributes': () => checkSearchAttributes(context),
    Fairness: () => checkFairness(context),
    Go: () => checkProgram('go', ['version'], { status: 'ok' }),
    ffmpeg: () => checkProgram('ffmpeg', ['-version'], forVideo),
    ffprobe: () => checkProgram('ffprobe', ['-version'], forVideo),
    'NVIDIA GPUs': () =>
      checkProgram('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader'], {
        status: 'ok',
      }),
    'onnxruntime-node': () => checkModule('onnxruntime-node'),
    sharp: () => checkModule('sharp'),
    'Hugging Face hub': () => checkHub(context),
    'Secrets (names only)': () => checkSecrets(context),
  };
}
