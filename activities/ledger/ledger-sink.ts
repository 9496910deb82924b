import type { AppendHandle, ArtifactStore } from '../artifacts/artifact-store.ts';
import { partKey, type PartName } from './ledger-paths.ts';

/** Where a ledger writer puts its bytes. */
export interface LedgerSink {
  /** Each write is cheap, so rows go out at once; otherwise they wait to make larger objects. */
  readonly writesAtOnce: boolean;
  readonly maxWritesInFlight: number;
  /** Resolves when a write needs no preparation any more. */
  open(): Promise<void>;
  /** Resolves when the bytes survive the death of this process. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when all written bytes survive the death of the host. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface LedgerSinkOptions extends Omit<PartName, 'sequence'> {
  readonly store: ArtifactStore;
  readonly prefix: string;
}

/** Enough to hide the round trip of an object store behind the model's own pace. */
const PUTS_IN_FLIGHT = 4;
const LINE_FEED = new Uint8Array([0x0a]);

export function openLedgerSink(options: LedgerSinkOptions): LedgerSink {
  return options.store.openAppend === undefined ? objectSink(options) : appendSink(options);
}

/** One growing file per attempt. */
function appendSink(options: LedgerSinkOptions): LedgerSink {
  let opening: Promise<AppendHandle> | undefined;
  let isTorn = false;

  const openFile = (): Promise<AppendHandle> => {
    opening ??= options.store.openAppend!(
      partKey(options.prefix, { ...options, sequence: 0 }),
    ).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  return {
    writesAtOnce: true,
    maxWritesInFlight: 1,
    async open() {
      await openFile();
    },
    async write(bytes) {
      const file = await openFile();
      try {
        // A write that failed half-way left a line without an end: do not let it swallow the next one.
        if (isTorn) await file.append(LINE_FEED);
        await file.append(bytes);
        isTorn = false;
      } catch (error) {
        isTorn = true;
        throw error;
      }
    },
    async sync() {
      if (opening !== undefined) await (await opening).sync();
    },
    async close() {
      if (opening !== undefined) await (await opening).close();
    },
  };
}

/** A new object per write: object stores cannot append, and show an object only when it is whole. */
function objectSink(options: LedgerSinkOptions): LedgerSink {
  let sequence = 0;
  return {
    writesAtOnce: false,
    maxWritesInFlight: PUTS_IN_FLIGHT,
    open: () => Promise.resolve(),
    async write(bytes) {
      const key = partKey(options.prefix, { ...options, sequence });
      sequence += 1;
      await options.store.put(key, bytes);
    },
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
