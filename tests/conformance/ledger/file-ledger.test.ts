import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../activities/artifacts/open-store.ts';
import { testLedger } from './ledger-contract.ts';

testLedger('file://', {
  isShared: true,
  open: async () => {
    const root = await mkdtemp(join(tmpdir(), 'assay-ledger-'));
    return { store: openStore(root), stop: () => rm(root, { recursive: true, force: true }) };
  },
});
