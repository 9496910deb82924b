import { resolveTemporalBinary } from '../../deploy/dev-server/resolve-temporal-binary.ts';
import { ensureFfmpeg } from './ensure-ffmpeg.ts';
import { findMotoServer } from './s3-moto.ts';
import { findVersityGateway } from './versitygw.ts';

/**
 * Finds or builds the servers that the suites start, before any of them waits for one: the first time on
 * a machine that takes minutes, later nothing.
 */
const log = (message: string) => process.stderr.write(`assay: ${message}\n`);
const temporal = await resolveTemporalBinary({ log });
log(`Temporal server: ${temporal.path}`);
const gateway = (await findVersityGateway()) ?? (await findMotoServer());
log(
  `S3-compatible server: ${gateway ?? 'none could be installed; the suites that need it will fail'}`,
);
const ffmpeg = await ensureFfmpeg(log);
log(`ffmpeg: ${ffmpeg ?? 'none; the tests that compare with it are skipped'}`);
