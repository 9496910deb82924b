import { mediaOf } from '../../../core/chat.ts';
import { EvalError } from '../../../core/errors.ts';
import { deriveSeed } from '../../../core/statistics/random.ts';
import { compiledEntry } from '../../threads/compiled-entry.ts';
import { openThread, type ThreadChannel } from '../../threads/thread-channel.ts';
import type { MediaService } from '../../media/media-service.ts';
import type { ModelAdapter } from '../model-adapter.ts';
import { createOnAbort } from '../on-abort.ts';
import { withPictures } from '../pictures-of.ts';
import { plainMessages, readImages, refuseOtherMedia } from '../onnx/plain-messages.ts';
import type { TransformersCalls, TransformersLoad } from './transformers-protocol.ts';

interface Lane {
  readonly thread: ThreadChannel<TransformersCalls>;
  inFlight: number;
}

/** Requests beside the one that is computed, so that the next is there when it ends. */
const WAITING_PER_THREAD = 1;

export function createTransformersAdapter(
  payload: TransformersLoad,
  options: { readonly threads: number; readonly frames: number; readonly media: MediaService },
): ModelAdapter {
  const { threads } = options;
  const onAbort = createOnAbort();
  const lanes: Lane[] = [];
  let takesImages = true;
  let lastRowId = 0;

  const closeAll = async (): Promise<void> => {
    const closing = lanes.splice(0).map(({ thread }) => {
      // A thread that has ended by itself cannot be told, nor need it be.
      thread.call('cancelAll', undefined).catch(() => undefined);
      // Not terminated: ONNX Runtime aborts the process when its thread is stopped within a run.
      return thread.close();
    });
    await Promise.all(closing);
  };

  return {
    accepts: ['image', 'video', 'document'],
    async load(signal) {
      for (let index = 0; index < threads; index++) {
        const entry = compiledEntry(import.meta.url, './transformers-thread.ts');
        lanes.push({ thread: openThread({ entry, name: `transformers-${index}` }), inFlight: 0 });
      }
      const stopListening = onAbort(signal, () => void closeAll());
      try {
        const loaded = await Promise.all(lanes.map(({ thread }) => thread.call('load', payload)));
        takesImages = loaded.every((each) => each.takesImages);
      } catch (error) {
        await closeAll();
        throw signal.aborted ? cancelledError(`Loading ${payload.model}`) : error;
      } finally {
        stopListening();
      }
    },
    concurrency: () => threads * (1 + WAITING_PER_THREAD),
    async generate(request, signal) {
      const { id, parameters } = request;
      const messages = takesImages
        ? await withPictures(request.messages, options, signal)
        : request.messages;
      refuseOtherMedia(messages, payload.model, takesImages);
      const images = await readImages(messages);
      // Reading took a while; a signal that has aborted before it is listened to says nothing.
      if (signal.aborted) throw cancelledError(`The request ${id}`);
      const [first, ...others] = lanes;
      if (first === undefined) {
        throw new EvalError('internal', `The model ${payload.model} is not loaded.`);
      }
      const lane = others.reduce(
        (least, each) => (each.inFlight < least.inFlight ? each : least),
        first,
      );
      const rowId = ++lastRowId;
      let stopListening = (): void => undefined;
      const aborted = new Promise<never>((_, reject) => {
        stopListening = onAbort(signal, () => {
          lane.thread.call('cancel', { rowId }).catch(() => undefined);
          reject(cancelledError(`The request ${id}`));
        });
      });
      lane.inFlight += 1;
      try {
        const seed = parameters.seed ?? deriveSeed(0, id);
        const question = {
          rowId,
          requestId: id,
          messages: plainMessages(messages),
          images,
          parameters,
          seed,
        };
        const buffers = Object.values(images).map(({ buffer }) => buffer);
        const answer = await Promise.race([
          lane.thread.call('generate', question, buffers),
          aborted,
        ]);
        return { ...answer, attempts: 1 };
      } finally {
        lane.inFlight -= 1;
        stopListening();
      }
    },
    // One image after another stays the same one as long as possible.
    orderKey: ({ messages }) =>
      mediaOf(messages)
        .map(({ sha256 }) => sha256)
        .join('\n'),
    dispose: closeAll,
  };
}

function cancelledError(what: string): EvalError {
  return new EvalError('cancelled', `${what} was cancelled.`);
}
