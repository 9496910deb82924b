import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { openTask, type OpenTask } from './open-task.ts';

/** Tasks kept open per process or thread; a sweep over a catalogue must not hold every dataset. */
const CAPACITY = 16;

/** Opens each frozen task once; the least recently used is let go. */
export function createTaskCache(): (
  store: ArtifactStore,
  runId: string,
  task: string,
) => Promise<OpenTask> {
  const open = new Map<string, Promise<OpenTask>>();
  return (store, runId, task) => {
    const key = `${store.url}\n${runId}\n${task}`;
    const known = open.get(key);
    if (known) open.delete(key);
    const opened = known ?? openTask(store, runId, task);
    open.set(key, opened);
    opened.catch(() => open.delete(key));
    if (open.size > CAPACITY) {
      const [oldest] = open.keys();
      if (oldest !== undefined) open.delete(oldest);
    }
    return opened;
  };
}
