import { serveThread } from '../../threads/serve-thread.ts';
import { createTransformersHandlers } from './transformers-handlers.ts';
import type { TransformersCalls } from './transformers-protocol.ts';

serveThread<TransformersCalls>(createTransformersHandlers());
