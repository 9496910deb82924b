import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  setWorkflowOptions,
  workflowInfo,
} from '@temporalio/workflow';
import { limitLeaseUpdate } from './limit-messages.ts';
import { grantLease, newLimitTable, type LimitTable } from './limit-table.ts';

export interface EndpointLimitsInput {
  readonly table?: LimitTable;
}

/** With nobody asking, all leases have long ended: the next one to ask starts it again. */
const IDLE = '2 minutes';

// It outlives the build that started it, and a pinned one would be stuck when that build's workers go.
setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, endpointLimits);

/**
 * One per endpoint and credential: shares its limits out to the worker processes that ask, for a few
 * seconds at a time, so that it hears of processes and never of single calls.
 */
export async function endpointLimits(input: EndpointLimitsInput): Promise<void> {
  const table = input.table ?? newLimitTable();
  let asked = 0;
  setHandler(limitLeaseUpdate, (request) => {
    asked += 1;
    return grantLease(table, request, Date.now());
  });
  for (;;) {
    const before = asked;
    // One timer per stretch, not one per message: each would be two events of the history.
    const isLong = await condition(() => workflowInfo().continueAsNewSuggested, IDLE);
    if (isLong) {
      await condition(allHandlersFinished);
      return continueAsNew<typeof endpointLimits>({ table });
    }
    if (asked === before) break;
  }
  await condition(allHandlersFinished);
}
