import { describe, expect, test } from 'vitest';
import { readLines } from '../../../activities/artifacts/read-lines.ts';

const TEXT = 'first\n\nläng 🙂 line\n\ufeffwith mark\r\n日本語';
const LINES = ['first', '', 'läng 🙂 line', '\ufeffwith mark\r', '日本語'];

async function linesOf(text: string, chunkBytes: number): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  const chunks = async function* () {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      yield bytes.subarray(start, start + chunkBytes);
    }
  };
  const lines: string[] = [];
  for await (const line of readLines(chunks())) lines.push(line);
  return lines;
}

describe('reading lines', () => {
  test('chunk borders anywhere, even inside a character, change nothing', async () => {
    for (let chunkBytes = 1; chunkBytes < 60; chunkBytes += 1) {
      expect(await linesOf(TEXT, chunkBytes)).toEqual(LINES);
    }
  });

  test('a final newline adds no line and nothing gives nothing', async () => {
    expect(await linesOf('a\nb\n', 2)).toEqual(['a', 'b']);
    expect(await linesOf('\n', 1)).toEqual(['']);
    expect(await linesOf('', 1)).toEqual([]);
  });
});
