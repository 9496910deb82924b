/** A list of doubles that grows by doubling: eight bytes per number, whatever the task's size. */
export interface GrowableNumbers {
  readonly length: number;
  push(value: number): void;
  /** The numbers so far; shares memory, so read it when nothing more is pushed. */
  view(): Float64Array;
}

export function createGrowableNumbers(): GrowableNumbers {
  let values = new Float64Array(64);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    view: () => values.subarray(0, length),
  };
}
