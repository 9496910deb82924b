/** One wanted frame: its time in the stream and its place in the result. */
export interface WantedFrame {
  readonly time: number;
  readonly place: number;
}

/** Wanted frames that one run of the decoder reaches from one key frame. */
export interface FrameGroup {
  readonly keyTime: number;
  readonly frames: readonly WantedFrame[];
}

/**
 * Groups wanted frames by the last key frame before them, the longest way first, so that threads which
 * take group after group end at about the same time.
 *
 * @param times of all frames, ascending
 * @param keys of the key frames among them, ascending
 */
export function groupFrames(
  indices: readonly number[],
  times: readonly number[],
  keys: readonly number[],
): FrameGroup[] {
  const groups: { keyTime: number; frames: WantedFrame[]; cost: number }[] = [];
  let key = 0;
  let first = 0;
  indices.forEach((index, place) => {
    const time = times[index]!;
    while (key + 1 < keys.length && keys[key + 1]! <= time) key += 1;
    const keyTime = keys[key]!;
    while (times[first]! < keyTime) first += 1;
    const last = groups.at(-1);
    if (last?.keyTime === keyTime) {
      last.frames.push({ time, place });
      last.cost = index - first;
    } else {
      groups.push({ keyTime, frames: [{ time, place }], cost: index - first });
    }
  });
  return groups.sort((left, right) => right.cost - left.cost);
}
