import { expect, test } from 'vitest';
import { explainServerFailure } from '../../../deploy/dev-server/explain-server-failure.ts';

function explain(logTail: string, outcome = 'exited with 1') {
  return explainServerFailure({
    outcome,
    logTail,
    logFile: '/data/logs/temporal.log',
    database: '/data/temporal.db',
    port: 7233,
  });
}

test.each([
  [
    "can't set UI port 8233: listen tcp 127.0.0.1:8233: bind: address already in use",
    'port-busy',
    'port 8233 is taken',
  ],
  [
    'unable to create SQLite admin DB: file is not a database (26)',
    'database-damaged',
    'Move that',
  ],
  [
    'UpdateShard failed: database is locked (5) (SQLITE_BUSY)',
    'database-locked',
    'another process',
  ],
  ['open /data/temporal.db: permission denied', 'database-denied', 'write permission'],
  ['Error: unknown flag: --sqlite-pragma', 'flag-refused', '1.5.1 or newer'],
  ['something new', 'unknown', 'it exited with 1. Read /data/logs/temporal.log'],
])('%j is explained', (logTail, reason, sentence) => {
  const error = explain(logTail);
  expect(error.code).toBe('server-start-failed');
  expect(error.data).toEqual({ reason });
  expect(error.message).toContain(sentence);
  expect(error.message).toContain(logTail);
});

test('a killed server points to the memory', () => {
  const error = explain('', 'was killed by SIGKILL');
  expect(error.data).toEqual({ reason: 'killed' });
  expect(error.message).toContain('want of memory');
});

test('a full disk has its own code', () => {
  const error = explain('Failed to commit transaction. Error: database or disk is full (13)');
  expect(error.code).toBe('store-full');
  expect(error.message).toContain('/data/temporal.db is full');
});
