import { describe, expect, it } from 'vitest';
import { extractSpokenText } from '../../../../core/extractors/spoken-text.ts';

describe('extractSpokenText', () => {
  it.each([
    ['  plain words ', 'plain words'],
    ['<answer> a b </answer> more', 'a b'],
    ['<Transcription>x</TRANSCRIPTION>', 'x'],
    ['<text>never closed', '<text>never closed'],
    ['The transcription of the audio is: "we go now".', 'we go now'],
    ["The original content of this audio is: 'we go'", 'we go'],
    ['Audio says: "yes"', 'yes'],
    ['"all of it".', 'all of it'],
    ["'all of it'", 'all of it'],
    ['He said "yes" twice', 'He said "yes" twice'],
    ['I hear "a sentence of many words" at the end', 'a sentence of many words'],
    [
      "it's a thing that everybody knows and that's that",
      "it's a thing that everybody knows and that's that",
    ],
    ['Here is the transcription: we go', 'we go'],
    ['Answer: we go', 'we go'],
    ['', ''],
    ['"', '"'],
  ])('%j is %j', (answer, text) => {
    expect(extractSpokenText(answer)).toBe(text);
  });

  it('stays fast on long texts of quotes and blanks', () => {
    const text = `transcription ${' '.repeat(20_000)}${'"'.repeat(20_001)}x`;
    expect(extractSpokenText(text)).toBe(text.trim());
  });
});
