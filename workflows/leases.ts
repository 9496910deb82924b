import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { LeaseInput } from '../activities/steps.ts';
import { leaseOn } from './proxies.ts';

export interface Leases {
  /** Rejects when a lease can never be held (a broken checkpoint); otherwise stays pending. */
  readonly broken: Promise<never>;
  /** Unloads the model everywhere and waits until that is done. */
  release(): Promise<void>;
}

/** Holds `count` loaded copies of the model for as long as there is inference to do. */
export function holdLeases(pool: string, count: number, input: LeaseInput): Leases {
  const scope = new CancellationScope();
  const leaseModel = leaseOn(pool);
  let isReleasing = false;
  const held = Array.from({ length: count }, () => scope.run(() => leaseModel(input)));
  const broken = new Promise<never>((_, reject) => {
    for (const lease of held) {
      lease.catch((error: unknown) => {
        // A worker that dies while it gives its lease back ends it by a timeout, which harms nobody.
        if (!isReleasing && !isCancellation(error)) reject(error);
      });
    }
  });
  // Observed by the evaluation's race; a late failure after release concerns nobody.
  broken.catch(() => undefined);
  return {
    broken,
    async release() {
      isReleasing = true;
      scope.cancel();
      await CancellationScope.nonCancellable(() => Promise.allSettled(held));
    },
  };
}
