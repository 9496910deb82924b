import type { FileHandle } from 'node:fs/promises';
import type { VideoInfo } from '../video-frames.ts';
import type { CallBounds } from './call-decoder.ts';
import type { VideoPlan, VideoRequest } from './decoder-protocol.ts';
import type { DecoderSlot } from './decoder-slot.ts';

export interface DecodedOutput {
  readonly info: VideoInfo;
  /** The file that holds the frame at this place. */
  readonly outputOf: (place: number) => FileHandle;
}

/** A decoder of frames of 3840 × 2160 holds 200 MB of them, so that few may run side by side. */
const PIXELS_OF_ALL_LANES = 3840 * 2160;

/** One process plans; it and the others decode group after group. In doubt it decodes from the start. */
export async function decodeInLanes(
  request: VideoRequest,
  first: DecoderSlot,
  others: readonly DecoderSlot[],
  signal: AbortSignal,
): Promise<DecodedOutput> {
  const { path, limits } = request;
  const endsAt = performance.now() + limits.maxDecodeMs;
  const bounds = (): CallBounds => ({
    path,
    timeoutMs: Math.max(0, endsAt - performance.now()),
    maxMemoryBytes: limits.maxMemoryBytes,
    signal,
  });
  const plan = await first.call('plan', request, bounds());
  const decoded = plan && (await decodePlan(request, plan, [first, ...others], bounds));
  if (decoded !== undefined) return decoded;
  const info = await first.call('sequence', request, bounds());
  return { info, outputOf: () => first.output() };
}

/** Undefined in case of any doubt. */
async function decodePlan(
  { path, limits }: VideoRequest,
  { info, shape, groups }: VideoPlan,
  slots: readonly DecoderSlot[],
  bounds: () => CallBounds,
): Promise<DecodedOutput | undefined> {
  const waiting = [...groups];
  const owners: DecoderSlot[] = [];
  let isExact = true;
  const most = Math.ceil(PIXELS_OF_ALL_LANES / (shape.width * shape.height));
  const lanes = slots.slice(0, Math.min(most, groups.length));

  async function runLane(slot: DecoderSlot): Promise<void> {
    try {
      while (isExact && waiting.length > 0) {
        // Large portions first, small ones at the end: few messages, and all lanes end together.
        const batch = waiting.splice(0, Math.ceil(waiting.length / (4 * lanes.length)));
        const request = { path, shape, groups: batch, limits };
        isExact = (await slot.call('groups', request, bounds())) && isExact;
        for (const { place } of batch.flatMap(({ frames }) => frames)) owners[place] = slot;
      }
    } catch (error) {
      isExact = false;
      throw error;
    }
  }

  // All of them have ended before anyone may use these processes again.
  const ended = await Promise.allSettled(lanes.map(runLane));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  await Promise.all(lanes.map((slot) => slot.call('close', undefined, bounds())));
  return isExact ? { info, outputOf: (place) => owners[place]!.output() } : undefined;
}
