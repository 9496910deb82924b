import { randomUUID } from 'node:crypto';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { testLedger } from './ledger-contract.ts';

testLedger('memory://', {
  isShared: false,
  open: async () => ({
    store: openStore(`memory://${randomUUID()}`),
    stop: async () => undefined,
  }),
});
