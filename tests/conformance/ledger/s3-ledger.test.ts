import { openStore } from '../../../activities/artifacts/open-store.ts';
import { S3_START_TIMEOUT_MS, startS3Server } from '../../support/s3-server.ts';
import { testLedger } from './ledger-contract.ts';

testLedger('s3://', {
  isShared: true,
  openTimeoutMs: S3_START_TIMEOUT_MS,
  open: async () => {
    const server = await startS3Server();
    Object.assign(process.env, server.environment);
    return { store: openStore(server.url), stop: () => server.stop() };
  },
});
