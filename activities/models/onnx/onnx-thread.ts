import { serveThread } from '../../threads/serve-thread.ts';
import { createOnnxHandlers } from './onnx-handlers.ts';
import type { OnnxCalls } from './thread-protocol.ts';

serveThread<OnnxCalls>(createOnnxHandlers());
