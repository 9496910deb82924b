import { describe, expect, it } from 'vitest';
import { parseSubtitles } from '../../../../core/text/subtitles.ts';

describe('parseSubtitles', () => {
  it('reads times and text, without numbers and markup', () => {
    const file =
      '1\r\n00:00:01,500 --> 00:00:02,000\r\n<font color="white" size=".72c">One</font>\r\n\r\n' +
      '2\n01:02:03.5 --> 01:02:04.25\nTwo\n<i>lines</i>\n';
    expect(parseSubtitles(file)).toEqual([
      { start: 1.5, end: 2, text: 'One' },
      { start: 3723.5, end: 3724.25, text: 'Two lines' },
    ]);
  });

  it('leaves out what has no times or no text', () => {
    const file = '1\nno times here\n\n2\n00:00:01,000 --> 00:00:02,000\n<b></b>\n\n\n3\n';
    expect(parseSubtitles(file)).toEqual([]);
    expect(parseSubtitles('')).toEqual([]);
  });
});
