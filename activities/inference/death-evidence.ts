import { EvalError } from '../../core/errors.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { openLedgerWriter, type LedgerWriter } from '../ledger/ledger-writer.ts';
import type { WorkItem } from './work-items.ts';

/** From this attempt on, the ledger notes what is asked before it is. */
const SUSPICIOUS_ATTEMPT = 2;
/**
 * Dead attempts that had started a document, after which it is not tried again: the last of them with
 * nothing else in flight, so that a worker lost for other reasons condemns nobody.
 */
const DEADLY_STARTS = 3;

/** Which documents may have killed the process, from what dead attempts had started without an end. */
export class DeathEvidence {
  readonly #suspects: ReadonlyMap<string, number>;
  readonly #ledger: LedgerWriter | undefined;
  readonly #forFirst: LedgerWriter | undefined;
  #asked = 0;

  constructor(options: {
    /** Starts without an end per `document/repeat`. */
    readonly suspects: ReadonlyMap<string, number>;
    readonly store: ArtifactStore;
    readonly prefix: string;
    readonly attempt: number;
    readonly token: string;
    /** Of this attempt. */
    readonly ledger: LedgerWriter;
  }) {
    const { store, prefix, attempt, token } = options;
    this.#suspects = options.suspects;
    this.#ledger = attempt >= SUSPICIOUS_ATTEMPT ? options.ledger : undefined;
    // The first attempt notes no starts, which would cost a write each: its successor does so for it.
    this.#forFirst =
      attempt === SUSPICIOUS_ATTEMPT
        ? openLedgerWriter({ store, prefix, attempt: 1, token: `for-${token}` })
        : undefined;
  }

  hasSuspects(): boolean {
    return this.#suspects.size > 0;
  }

  isSuspect(doc: number, repeat: number): boolean {
    return this.#startsOf(doc, repeat) > 0;
  }

  /** To be asked with nothing else in flight. */
  isSerious(doc: number, repeat: number): boolean {
    return this.#startsOf(doc, repeat) >= DEADLY_STARTS - 1;
  }

  /** Why a document is not asked about again, or undefined. */
  verdict(item: WorkItem): EvalError | undefined {
    if (this.#startsOf(item.doc, item.repeat) < DEADLY_STARTS) return undefined;
    return new EvalError(
      'poison-document',
      `Not asked again about document ${item.id}: the worker process died each time it was tried (${DEADLY_STARTS} times). Look at the document's media and the worker's log.`,
      { data: { attempts: DEADLY_STARTS } },
    );
  }

  /**
   * Notes a start. What comes first after a death was probably in flight then, or answered just before
   * with its row on the way to the disk, as calls start in one order.
   */
  async noteStart(item: WorkItem, concurrency: number): Promise<void> {
    if (!this.#ledger) return;
    const started = [{ doc: item.doc, repeat: item.repeat }];
    const wasInFlight = this.#asked < 2 * concurrency;
    this.#asked += 1;
    await Promise.all([
      this.#ledger.markStarted(started),
      wasInFlight ? this.#forFirst?.markStarted(started) : undefined,
    ]);
  }

  async close(): Promise<void> {
    await this.#forFirst?.close();
  }

  #startsOf(doc: number, repeat: number): number {
    return this.#suspects.get(`${doc}/${repeat}`) ?? 0;
  }
}
