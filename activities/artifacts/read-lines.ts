import { EvalError } from '../../core/errors.ts';

/** Far above any row; a file without line breaks must not fill the memory. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** Lines of a UTF-8 stream without their newline; a last line without one counts too. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  // Bytes 0x0a never occur inside a multi-byte character, so whole lines decode on their own.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const lastBreak = chunk.lastIndexOf(LINE_FEED);
    if (lastBreak < 0) {
      rest.push(chunk);
      restBytes += chunk.byteLength;
      if (restBytes > MAX_LINE_BYTES) throw lineTooLong(restBytes);
      continue;
    }
    const whole = chunk.subarray(0, lastBreak);
    const text = decoder.decode(rest.length === 0 ? whole : Buffer.concat([...rest, whole]));
    yield* text.split('\n');
    rest = lastBreak + 1 < chunk.byteLength ? [chunk.subarray(lastBreak + 1)] : [];
    restBytes = rest[0]?.byteLength ?? 0;
  }
  if (restBytes > 0) yield decoder.decode(Buffer.concat(rest));
}

function lineTooLong(bytes: number): EvalError {
  return new EvalError(
    'artifact-corrupt',
    `Cannot read lines: ${bytes} bytes came without a line break. Check that the file is JSON Lines.`,
  );
}
