/** Documents per second over the last seconds: recent enough to follow a change, long enough to be calm. */
export interface RateWindow {
  add(timeMs: number, done: number): void;
  /** undefined until two samples with time between them are known. */
  perSecond(): number | undefined;
}

const WINDOW_MS = 20_000;

export function createRateWindow(windowMs: number = WINDOW_MS): RateWindow {
  const samples: { timeMs: number; done: number }[] = [];
  return {
    add(timeMs, done) {
      // A run that starts again counts from a lower figure: a negative rate helps nobody.
      if (done < (samples.at(-1)?.done ?? 0)) samples.length = 0;
      samples.push({ timeMs, done });
      while (samples.length > 2 && timeMs - (samples[1]?.timeMs ?? timeMs) >= windowMs)
        samples.shift();
    },
    perSecond() {
      const first = samples[0];
      const last = samples.at(-1);
      if (first === undefined || last === undefined || last.timeMs <= first.timeMs)
        return undefined;
      return ((last.done - first.done) * 1000) / (last.timeMs - first.timeMs);
    },
  };
}
