import { openStore } from '../../../activities/artifacts/open-store.ts';
import { openLedgerWriter } from '../../../activities/ledger/ledger-writer.ts';
import { inferenceRow } from '../../unit/ledger/inference-row.ts';

/**
 * Adds rows as fast as a model might and reports on stdout `flushed N` (rows 0 to N-1 are durable) and
 * `started N` (document N is noted as begun), until it is killed. Arguments: store URL, attempt.
 */
const [url = '', attempt = '1'] = process.argv.slice(2);
const prefix = 'runs/killed/task/infer/0-1000000';
const writer = openLedgerWriter({
  store: openStore(url),
  prefix,
  attempt: Number(attempt),
  token: `pid${process.pid}`,
});
const poison = 900_000 + Number(attempt);
await writer.markStarted([{ doc: poison, repeat: 0 }]);
process.stdout.write(`started ${poison}\n`);
for (let doc = 0; ;) {
  for (const end = doc + 37; doc < end; doc += 1) {
    writer.add(inferenceRow(doc, 0, { output: 'long answer '.repeat(1 + (doc % 90)) }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writer.ready();
  const durable = doc;
  await writer.flush();
  process.stdout.write(`flushed ${durable}\n`);
}
