import { serveThread } from '../../threads/serve-thread.ts';
import { createModelHandlers } from './model-handlers.ts';
import type { ModelCalls } from './thread-protocol.ts';

serveThread<ModelCalls>(createModelHandlers());
