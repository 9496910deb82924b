import { mediaOf, textOf, type ChatMessage } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import type { MediaService } from '../../media/media-service.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { withPictures } from '../pictures-of.ts';
import { filesOf, type ModelLayout } from './model-layout.ts';
import type { ModelSource } from './model-source.ts';
import type { OnnxArguments } from './onnx-arguments.ts';
import { openLane, type LaneQuestion, type OnnxLane } from './onnx-lane.ts';
import { plainMessages, readImages, refuseOtherMedia } from './plain-messages.ts';
import type { ModelFile } from './thread-protocol.ts';

export interface OnnxAdapterOptions {
  readonly source: ModelSource;
  readonly layout: ModelLayout;
  readonly args: OnnxArguments;
  readonly batchSize: number;
  readonly media: MediaService;
}

/** Batches filled at once: one computing, the next one waiting beside it. */
const BATCHES_IN_FLIGHT = 2;

export function createOnnxAdapter(options: OnnxAdapterOptions): ModelAdapter {
  const { source, layout, args, batchSize, media } = options;
  const takesImages = layout.vision !== undefined;
  const onAbort = createOnAbort();
  const lanes: OnnxLane[] = [];

  /** Reads the request's media; the lane with the fewest requests then answers it. */
  async function route(
    request: { readonly id: string; readonly messages: readonly ChatMessage[] },
    signal: AbortSignal,
    continuation?: string,
  ): Promise<{ lane: OnnxLane; question: LaneQuestion }> {
    const { id } = request;
    // Decoding is for models that can see.
    const messages = takesImages
      ? await withPictures(request.messages, { media, frames: args.frames }, signal)
      : request.messages;
    refuseOtherMedia(messages, source.location, takesImages);
    const images = await readImages(messages);
    const [first, ...others] = lanes;
    if (first === undefined) {
      throw new EvalError('internal', `The model ${source.location} is not loaded.`);
    }
    const plain = { messages: plainMessages(messages), images };
    return {
      lane: others.reduce(
        (least, other) => (other.inFlight() < least.inFlight() ? other : least),
        first,
      ),
      question: {
        requestId: id,
        payload: continuation === undefined ? plain : { ...plain, continuation },
        signal,
      },
    };
  }

  return {
    accepts: takesImages ? ['image', 'video', 'document'] : [],
    load: async (signal) => {
      const files = await collectFiles(source, layout);
      if (signal.aborted) throw loadCancelled(source.location);
      const { intraOpThreads, maxLength, padsBatches, providers } = args;
      const payload = {
        location: source.location,
        layout,
        files,
        batchSize,
        intraOpThreads,
        maxLength,
        padsBatches,
        providers,
      };
      for (let index = 0; index < args.threads; index++) {
        lanes.push(openLane(`onnx-${index}`, onAbort));
      }
      const stopListening = onAbort(signal, () => void closeAll(lanes));
      try {
        await Promise.all(lanes.map((lane) => lane.load(payload)));
      } catch (error) {
        await closeAll(lanes);
        throw signal.aborted ? loadCancelled(source.location) : error;
      } finally {
        stopListening();
      }
    },
    concurrency: () => BATCHES_IN_FLIGHT * batchSize * args.threads,
    generate: async (request, signal) => {
      refuseBeams(request.parameters.extra['num_beams']);
      const { lane, question } = await route(request, signal);
      return { ...(await lane.generate(question, request.parameters)), attempts: 1 };
    },
    logLikelihood: async (request, signal) => {
      const { lane, question } = await route(request, signal, request.continuation);
      return await lane.score(question);
    },
    orderKey: ({ messages }) => orderKeyOf(messages),
    dispose: () => closeAll(lanes),
  };
}

/** Length first: prompts of equal length fill a batch. Then images, so that each is encoded once. */
function orderKeyOf(messages: readonly ChatMessage[]): string {
  const text = textOf(messages);
  const images = mediaOf(messages).map(({ sha256 }) => sha256);
  return [String(text.length).padStart(8, '0'), ...images, text].join('\n');
}

async function closeAll(lanes: OnnxLane[]): Promise<void> {
  await Promise.all(lanes.splice(0).map((lane) => lane.close()));
}

/** Paths where the files are on disk; their bytes where they are in a store. */
async function collectFiles(
  source: ModelSource,
  layout: ModelLayout,
): Promise<Record<string, ModelFile>> {
  const files: Record<string, ModelFile> = {};
  for (const name of await filesOf(layout, source)) {
    const path = source.pathOf(name);
    if (path === undefined && /\.onnx[_.]data/.test(name)) {
      throw new EvalError(
        'model-invalid',
        `Cannot load ${source.location} from an artifact store: ${name} holds weights outside of its graph, which needs a disk. Copy the model to a local directory.`,
      );
    }
    files[name] = path === undefined ? { bytes: await source.read(name) } : { path };
  }
  return files;
}

function refuseBeams(beams: unknown): void {
  if (typeof beams !== 'number' || beams <= 1) return;
  throw new EvalError(
    'spec-invalid',
    `Cannot generate with num_beams=${beams}: the onnx model decodes greedily or by sampling. Remove num_beams.`,
  );
}

function loadCancelled(location: string): EvalError {
  return new EvalError('cancelled', `Loading ${location} was cancelled.`);
}
