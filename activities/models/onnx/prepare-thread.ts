import { serveThread } from '../../threads/serve-thread.ts';
import { createPrepareHandlers } from './prepare-handlers.ts';
import type { PrepareCalls } from './thread-protocol.ts';

serveThread<PrepareCalls>(createPrepareHandlers());
