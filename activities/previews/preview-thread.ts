import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { previewPrompts, type PreviewRequest } from './preview-prompts.ts';

/** One request, one answer: the command line starts it, and task functions run apart from it. */
const previews = await previewPrompts(workerData as PreviewRequest);
const port: MessagePort | null = parentPort;
port?.postMessage(previews);
