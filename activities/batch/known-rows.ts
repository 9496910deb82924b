import type { InferenceRow } from '../../core/rows.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { ledgerPaths } from '../ledger/ledger-paths.ts';
import { readLedgerRows } from '../ledger/ledger-reader.ts';
import { rowKey } from '../ledger/ledger-record.ts';
import type { AdvanceBatchInput } from '../steps.ts';
import type { BatchRecord } from './batch-records.ts';

/** Rows that need no asking. With `retryFailed`, failures count only where this execution asked. */
export async function knownRows(
  options: { readonly input: AdvanceBatchInput; readonly store: ArtifactStore },
  repeats: number,
  records: readonly BatchRecord[],
): Promise<Map<string, InferenceRow>> {
  const { input, store } = options;
  const { runId, task, start, end, retryFailed } = input;
  const own = [ledgerPaths.parts(runId, task, start, end)];
  const prefixes = input.takeOver === 'everything' ? ledgerPaths.everything(runId, task) : own;
  const range = { store, prefixes, start, end, repeats };
  const { rows } = await readLedgerRows({ ...range, retryFailed });
  const asked = records.filter(
    ({ closed, execution }) => closed === 'collected' && execution === input.execution,
  );
  if (!retryFailed || asked.length === 0) return rows;
  const all = await readLedgerRows(range);
  for (const { questions } of asked) {
    for (const { doc, repeat } of questions) {
      const key = rowKey(doc, repeat);
      const row = all.rows.get(key);
      if (row !== undefined && !rows.has(key)) rows.set(key, row);
    }
  }
  return rows;
}
