import { createStoreCache } from '../artifacts/store-cache.ts';
import { createTaskCache } from '../runs/task-cache.ts';
import { serveThread } from '../threads/serve-thread.ts';
import { aggregateTask } from './aggregate-task.ts';
import { scoreRange } from './score-range.ts';
import type { ScoringCalls } from './scoring-calls.ts';

/** Entry of the thread in which filters, metrics and aggregations run. */
const openStore = createStoreCache();
const openTask = createTaskCache();

serveThread<ScoringCalls>({
  async score(input) {
    const store = openStore(input.store);
    return scoreRange({ input, store, open: await openTask(store, input.runId, input.task) });
  },
  async aggregate(input) {
    return aggregateTask({ input, store: openStore(input.store) });
  },
});
