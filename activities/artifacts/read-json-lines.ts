import { createHash } from 'node:crypto';
import type { ArtifactReference } from '../../core/artifact-reference.ts';
import { EvalError, messageOf } from '../../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { artifactCorrupt } from './read-artifact.ts';
import { readLines } from './read-lines.ts';

/**
 * Records of a JSONL artifact with constant memory. The digest is known only after the last line, so
 * a caller that must not act on a damaged record reads with readArtifact instead.
 */
export async function* readJsonLines<Record>(
  store: Pick<ArtifactStore, 'stream' | 'url'>,
  reference: ArtifactReference,
): AsyncIterable<Record> {
  const hash = createHash('sha256');
  let bytes = 0;
  const hashed = async function* (): AsyncIterable<Uint8Array> {
    for await (const chunk of store.stream(reference.key)) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
    }
  };
  let lineNumber = 0;
  for await (const line of readLines(hashed())) {
    lineNumber += 1;
    if (line === '') continue;
    yield parseLine(line, reference.key, lineNumber) as Record;
  }
  if (bytes !== reference.bytes || hash.digest('hex') !== reference.sha256) {
    throw artifactCorrupt(store.url, reference, bytes);
  }
}

/** Records of JSONL bytes already in memory and verified. */
export function parseJsonLines<Record>(key: string, bytes: Uint8Array): Record[] {
  return new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(bytes)
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parseLine(line, key, index + 1) as Record]));
}

function parseLine(line: string, key: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new EvalError(
      'artifact-corrupt',
      `Cannot read line ${lineNumber} of artifact ${key}: it is not JSON (${messageOf(cause)}). Check the disk or bucket, delete the object and run its stage again.`,
      { cause, data: { key, lineNumber } },
    );
  }
}
